"""From a document to everything that was found in it."""

from scripts_kb.documents.model import (
    CellTable,
    Flow,
    NodeTree,
    SourceDocument,
    TextParagraph,
    TreeNode,
)
from scripts_kb.importing.scripts import drafts, people, tables
from scripts_kb.importing.scripts.drafts import DraftedCards
from scripts_kb.importing.scripts.flows import FlowReader
from scripts_kb.importing.scripts.ledger import LetterLedger
from scripts_kb.importing.scripts.lines import ColourMeaning
from scripts_kb.importing.scripts.papers import PaperReader
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.importing.scripts.trees import TreeReader, of_node

_BOOKS = frozenset({"xlsx", "ods", "xls", "csv"})


def make(document: SourceDocument, setting: RuleSetting) -> DraftedCards:
    """Make drafts of a document; the ledger of the setting learns the fate of each letter."""
    found = DraftedCards()
    setting.ledger.left_out = people.left_out(setting.names)
    open_account(document, setting.ledger)
    title = document.title.text.strip() if document.title else ""
    if document.title is not None:
        setting.ledger.name(document.title.at, document.title.text)
    for left in document.leftovers:
        setting.ledger.leave(left.at, left.text, left.why)
    if document.form in _BOOKS:
        for block in document.blocks:
            if isinstance(block, CellTable):
                found.cards += tables.cards(block, setting, [block.name or "", title])
    else:
        _mixed(document, setting, found, title)
    setting.ledger.sweep()
    drafts.reword(found.cards, lambda text: people.without(text, setting))
    found.added = [
        (card, step, what, people.without(text, setting)) for card, step, what, text in found.added
    ]
    found.left = setting.ledger.left
    found.names = setting.ledger.names
    return found


def _mixed(document: SourceDocument, setting: RuleSetting, found: DraftedCards, title: str) -> None:
    paper = [each for each in document.blocks if isinstance(each, TextParagraph | CellTable)]
    if paper:
        PaperReader(setting, found, title, document.file).read(paper)
    for block in document.blocks:
        if isinstance(block, NodeTree):
            roots = [of_node(each) for each in block.roots]
            TreeReader(setting, found, ColourMeaning(setting.colours)).whole(
                roots, [block.name or "", title]
            )
        elif isinstance(block, Flow):
            FlowReader(setting, found, ColourMeaning(setting.colours)).read(block, document.file)


def open_account(document: SourceDocument, ledger: LetterLedger) -> None:
    """Open the account of every unit of a document."""
    if document.title is not None:
        _paragraph(document.title, ledger)
    for block in document.blocks:
        if isinstance(block, TextParagraph):
            _paragraph(block, ledger)
        elif isinstance(block, CellTable):
            for cell in block.cells:
                for paragraph in cell.paragraphs:
                    ledger.unit(
                        cell.at,
                        paragraph.text,
                        paragraph.letters,
                        paragraph.layout,
                        raw=paragraph.raw,
                    )
        elif isinstance(block, NodeTree):
            for root in block.roots:
                _node(root, ledger)
        else:
            _flow(block, ledger)
    for left in document.leftovers:
        ledger.unit(left.at, left.text, left.letters, left.layout)
    for layout in document.layout:
        ledger.dressing(layout.letters)


def _paragraph(paragraph: TextParagraph, ledger: LetterLedger) -> None:
    ledger.unit(
        paragraph.at, paragraph.text, paragraph.letters, paragraph.layout, raw=paragraph.raw
    )


def _node(node: TreeNode, ledger: LetterLedger) -> None:
    for paragraph in (node.words, *node.notes):
        _paragraph(paragraph, ledger)
    for child in node.children:
        _node(child, ledger)


def _flow(flow: Flow, ledger: LetterLedger) -> None:
    for paragraph in (flow.title, flow.target, *flow.names):
        if paragraph is not None:
            _paragraph(paragraph, ledger)
    for step in flow.steps:
        for paragraph in (*step.words, *filter(None, [step.title])):
            _paragraph(paragraph, ledger)
    for edge in flow.edges:
        if edge.words is not None:
            _paragraph(edge.words, ledger)
        if edge.target_letters:
            ledger.dressing(edge.target_letters)
