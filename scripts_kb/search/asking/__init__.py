"""The search of the call screen in Python: what `kb search` answers, of the same index file.

    index file ──reader──▶ Index ──┐
    typed ──query──▶ tokens ───────┼──engine──▶ ranked cards, and how surely the first answers
              └─lookup, distance───┘

The truth is the browser's, in `assets/call/engine/`: each module here is one of its modules, with
the same numbers, and a test asks both the same. What is explained there is not explained again.
What only a call knows, its step and what was opened lately, is not asked here.
"""
