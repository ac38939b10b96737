"""The demonstration: twelve months of the sample company, told as a git repository of its own.

    year/*.txt ──story──▶ steps ─┐
    today's content ─────────────┴─composing─▶ the tree of every commit ─┐
    planted truths ──figures──▶ facts by day ────────────────────────────┴─writing─▶ DIR

The last commit's `content/` is today's content byte for byte, with `facts/` beside it: facts have
no versions, the sample has none, and the demonstration is there to show what is done with them.
`DIR/demo.json` lists what is planted in the figures. It is no part of the repository, so that
nothing can read the answers from the history.
"""
