"""The review: what a customer heard, what they will hear, why, and who must agree.

    two trees ──pairing──▶ pairs ──▶ edits ─┬─ keys ─── whose consent each field needs
                                            ├─ weight ─ editorial, factual or of meaning
                                            ├─ impact ─ who quotes what changed
                                            └─ calls ── which ways a call can go
                                                  │
                   Review ◀──────── gate ◀────────┘
                     └──▶ terminal, Markdown, HTML, JSON: every edit stands in each of them

Everything here is a function from records to records; files and git are read elsewhere.
"""
