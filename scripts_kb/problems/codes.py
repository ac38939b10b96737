"""Every code a `Problem` may have: what is wrong and what to write instead, in both languages.

The page «Ошибки и что с ними делать» of the site is made from this table: a code is documented
by being listed. The texts stand by topic, in the order in which a mistake is met:

    codes_files ─▶ codes_fields ─▶ codes_links ─▶ codes_scripts ─▶ codes_texts ─▶ codes_sense
     readable?      as declared?    leads on?      a call?         sayable?       agreed, in time?
"""

from typing import Final

from scripts_kb.problems.code import Code
from scripts_kb.problems.codes_facts import FACTS
from scripts_kb.problems.codes_fields import FIELDS
from scripts_kb.problems.codes_files import FILES
from scripts_kb.problems.codes_links import LINKS
from scripts_kb.problems.codes_scripts import SCRIPTS
from scripts_kb.problems.codes_sense import SENSE
from scripts_kb.problems.codes_texts import TEXTS
from scripts_kb.problems.gate import GATE

__all__ = ["CODES", "Code"]

CODES: Final[dict[str, Code]] = {
    **FILES,
    **FIELDS,
    **LINKS,
    **SCRIPTS,
    **TEXTS,
    **SENSE,
    **FACTS,
    **{name: Code(*texts) for name, texts in GATE.items()},
}
