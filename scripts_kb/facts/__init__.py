"""Facts: reading and checking `content/facts/*.csv`, and making them from exports of a CRM.

    facts/*.csv ──reading──▶ Facts, problems
    an export   ──tables──▶ rows ──deals──▶ deals ──counting──▶ sums of days ──writing──▶ a file

What enters is a table with names and telephones; what leaves are sums of days. Only the columns
that a mapping names are ever looked at.
"""
