"""Cards as tables that come back: what an editor changes in Excel is told from what was there.

card ──tabling──▶ rows of cells ──a person, Excel──▶ rows ──comparing──▶ changed here, there, both
"""
