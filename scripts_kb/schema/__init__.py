"""What a card is: its fields, their labels and audiences, and the paths that lead to them."""
