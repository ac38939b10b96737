"""The whole past of a knowledge base, composed of the steps that read it, and kept for next time.

    Repository ─walk─▶ Landed ─landing─▶ rows ──rationale──▶ entries ─┐
                                  └─provenance─▶ leaves ──────────────┼─▶ Archive ─▶ Log
    state of an earlier tip ──────────────────────────────────────────┘

Where the archive knows an earlier tip of the same line, only what landed since is read. Where the
line was told anew, all is walked again, but what a blob says and the edits between blobs are known.
The answer is the same in every case, and it always comes out of an archive: of one in `.cache/`, or
of one for this run alone.

A long past is read by two processes: blobs are read and compared in one while the other folds them.
"""
