"""From a document that somebody had to drafts of cards: rules on words, and nothing else.

Document ──kinds, headings, tables, trees, flows──▶ drafts ──▶ values of the schema
    └── every letter of it ──▶ ledger: said, client, field, name, layout, person, left
"""
