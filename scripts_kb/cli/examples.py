"""An example of each command, which its help ends with; a test reads each as the command would."""

from typing import Final

EXAMPLES: Final = {
    "briefing": "kb briefing main..HEAD --format text",
    "check": "kb check --due 14d",
    "diff": "kb diff main --format html > review.html",
    "log": "kb log objection/dorogo",
    "why": "kb why 'objection/dorogo#answers[compare].say'",
    "show": "kb show offer/espresso-20@2026-11-01",
    "search": "kb search too expensive --segment cafe",
    "fmt": "kb fmt content/objections",
    "new": 'kb new change --noticed "41 of 120 calls begin with the price"',
    "forms": "kb forms --out forms --audience heads",
    "apply": "kb apply EDITS.json",
    "schema": "kb schema --out schemas --check",
    "import": "kb import scripts scripts.docx",
    "import scripts": "kb import scripts scripts.docx answers.xlsx --write",
    "import voice": "kb import voice answers.txt",
    "facts": "kb facts import deals.csv --dry-run",
    "facts check": "kb facts check --json",
    "facts import": "kb facts import deals.csv --from amocrm",
    "facts ledger": "kb facts ledger --team",
    "facts pull": "kb facts pull",
    "trial": "kb trial end delivery-day",
    "trial end": "kb trial end delivery-day --keep sooner",
    "build": "kb build --audience partner --compress",
    "serve": "kb serve --edit",
    "init": 'kb init my-base --company "Daisy" --language en --ci github',
    "export": "kb export --format xlsx --out base.xlsx",
    "mcp": "kb mcp --audience team",
    "demo": "kb demo year",
}
"""Command, as it is typed after `kb` → a line that works."""
