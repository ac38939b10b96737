"""The whole past of a knowledge base: what changed, since when each phrase stands, and why.

    Repository ─walk─▶ Landed ─landing.Fold─▶ Folded ─reasons.Matching─▶ Archive ─▶ log.Log
                                 │  ▲             └──provenance──▶ leaves ──┘        │
                    tree.Tree ◀──┘  └─ store.Store ─┬─ ahead, a second process       └▶ rows with
                                                    └─ differ ─▶ edits                  reasons
    state of an earlier tip ── history.read ── continued, told anew, or from the beginning

Where the archive knows an earlier tip of the same line, only what landed since is read. Where the
line was told anew, all is walked again, but what a blob says and the edits between blobs are known.
The answer is the same in every case, and it always comes out of an archive: of one in `.cache/`, or
of one for this run alone. A comparison of two states folds what lies between them in the same way,
into a `memory.Memory`.

Where a merge brought in work that several people did beside each other, `sides` tells who made
which edit, so that each wears its own reason alone.

A long past is read by two processes: blobs are read and compared in one while the other folds them.
"""
