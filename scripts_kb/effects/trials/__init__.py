"""Trials: wordings that are said at the same time to like customers, and what that proves.

    a call ──drawing──▶ variant ─┐
                                 ├─▶ counts of days ──sequences──▶ difference, valid at every look
    calls that were had ─────────┘                 └─ratios──────▶ did the shares come out as drawn?

Everything is a function of its arguments. An interval here stays true however often one looks at
it: a head who looks every day, and stops on the day that shows a difference, is wrong no more often
than one who looks once.
"""
