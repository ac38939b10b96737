"""What effects tell: the ledger, months, the voice of customers."""
