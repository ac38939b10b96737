"""Writes a document of Word: headings, and paragraphs with a label before their text.

    PaperLine ──▶ word/document.xml      its look ──▶ word/styles.xml

Four parts, which a library would write no better: it would bring a parser in C and a template.

Source: ECMA-376, part 1, WordprocessingML.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from scripts_kb.documents import openxml
from scripts_kb.documents.letters import LONGEST, letters

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OF_WORD: Final = "officedocument.wordprocessingml"
_SMALL: Final = '<w:rPr><w:color w:val="999999"/><w:sz w:val="14"/></w:rPr>'
_BOLD: Final = "<w:rPr><w:b/></w:rPr>"
_SIZES: Final = (36, 28, 24)
"""Of headings, in half points."""
_TOLD: Final = 60


class LongParagraphError(Exception):
    """A text has more letters than a paragraph may have that is read back."""

    def __init__(self, at: str) -> None:
        """Keep how it begins."""
        super().__init__(at)
        self.at = at


@dataclass(frozen=True, slots=True)
class PaperLine:
    r"""A paragraph.

    Attributes:
        text: its words; "\n" breaks the line.
        label: what stands before them, with its colon; "" for nothing.
        level: of a heading; 0 for none.
        small: whether it is for the program rather than for a reader.
    """

    text: str
    label: str = ""
    level: int = 0
    small: bool = False


def document(lines: Iterable[PaperLine]) -> bytes:
    """Write a document.

    Raises:
        LongParagraphError: for a text that nobody could bring back.

    Examples:
        >>> document([PaperLine("Возражения", level=1), PaperLine("Да", "Говорим:")])[:2]
        b'PK'
    """
    return openxml.packed(_parts(lines))


def _parts(lines: Iterable[PaperLine]) -> Iterator[tuple[str, str]]:
    typed = {"word/document.xml": "document.main", "word/styles.xml": "styles"}
    yield openxml.types({name: f"{_OF_WORD}.{type_}" for name, type_ in typed.items()})
    yield openxml.relations("_rels/.rels", [("officeDocument", "word/document.xml")])
    body = "".join(map(_paragraph, lines))
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    text = f'<w:document xmlns:w="{_MAIN}"><w:body>{body}{page}</w:body></w:document>'
    yield "word/document.xml", text
    yield openxml.relations("word/_rels/document.xml.rels", [("styles", "styles.xml")])
    yield "word/styles.xml", _styles()


def _styles() -> str:
    usual = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" '
        'w:cs="Calibri"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="80"/></w:pPr></w:style>'
    )
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/>'
        f'<w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for level, size in enumerate(_SIZES, 1)
    )
    return f'<w:styles xmlns:w="{_MAIN}">{usual}{headings}</w:styles>'


def _paragraph(line: PaperLine) -> str:
    if len(line.text) + len(line.label) > LONGEST < letters(line.label + line.text):
        raise LongParagraphError(f"{line.label} {line.text[:_TOLD]}…".strip())
    style = f'<w:pPr><w:pStyle w:val="Heading{line.level}"/></w:pPr>' if line.level else ""
    look = _SMALL if line.small else ""
    label = _run(f"{line.label} ", look or _BOLD) if line.label else ""
    return f"<w:p>{style}{label}{_run(line.text, look)}</w:p>"


def _run(text: str, look: str) -> str:
    lines = (f'<w:t xml:space="preserve">{openxml.shown(each)}</w:t>' for each in text.split("\n"))
    return f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>"
