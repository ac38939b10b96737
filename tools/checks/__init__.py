"""Every check that the project has, and the run of them all.

`steps.py` lists them, cheap ones first; `__main__.py` runs the list and sums up. Checks that no
outside tool makes are modules of their own here: each has a function from what is to be checked
to findings, tried out by tests that plant a violation.

    locks.py      a lock names no host, pins by hash, and agrees with `pyproject.toml`
    names.py      README, CONTRIBUTING and the guides name only what there is
    paths.py      no tracked file names a place on somebody's machine
    recipes.py    workflows and forms fit the schema of their hosting
    resources.py  the built site loads nothing from another host
    rooms.py      the picture of the rooms in CONTRIBUTING is that of the code; draws it, too
"""
