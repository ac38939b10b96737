"""Effects: did a change do what it promised?

    rows of the log, facts, base ──ledger──▶ Ledger ──months──▶ Month ──report──▶ text
                       insights ──voice──▶ what customers ask that no card answers

Blameless: a prediction that did not come true is a lesson, and departments are never ranked.
Everything here is a function from records to records; nothing is read and nothing is written.
"""
