"""The headings of a document as a tree: what is one, how deep it stands, and what it is.

A heading is told by a style, `#`, capitals, «Шаг 2.», a short line all in bold, a highlight colour,
or a question with a number before «Ответ:». Its level is its mark's place among these; within one
mark a section of a kind stands above a step, and a step above a client's phrase.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from scripts_kb.documents.model import CellTable, TextParagraph
from scripts_kb.importing.scripts import branches, kinds, setting, spoken, wording
from scripts_kb.importing.scripts.kinds import Kind
from scripts_kb.importing.scripts.lines import ColourMeaning

Role = Literal["section", "card", "step", "title"]
Rank = tuple[int, int]

_ROLES: Final[Mapping[str | None, Role]] = {
    "section": "section",
    "card": "card",
    "step": "step",
    "title": "title",
}
_SHORT: Final = 90
_NO_END: Final = (".", ",", ";", ":", "!")
_RULE: Final = re.compile(r"\A(?:-{3,}|_{3,}|={3,}|—{2,}|\*{3,})\s*(?=\S)")
_PHRASE: Final = re.compile(
    r"(?:клиент\s+(?:говорит|спрашивает|спросит)|возражение(?:\s+клиента)?|вопрос(?:\s+клиента)?|"
    r"если\s+(?:клиент\s+)?(?:говорит|спросит|спрашивает|скажет)|customer\s+says|"
    r"client\s+says|objection|question|"
    r"if\s+(?:the\s+)?(?:customer|client|they)\s+(?:says?|asks?))\s*[:—–-]?\s*",
    re.IGNORECASE,
)
_STYLE, _CAPITALS, _NUMBERED, _BOLD, _COLOUR, _ASKED = range(6)
_SUMMARY: Final = 20
_TOP: Final[Rank] = (-1, 0)


@dataclass(slots=True, eq=False)
class HeadingNode:
    """A heading with all that stands below it.

    Attributes:
        paragraph: None for the document itself.
        name: what it says, without a rule before it.
        rank: its level; the smaller, the further outside.
        number: written before it, or in it.
        phrase: the client's words that it says, None where it says none.
        kind: what kind its own words say.
        below: paragraphs, tables and headings, in order.
        role: what it turned out to be.
        plain: whether a bare number stands before it.
    """

    paragraph: TextParagraph | None = None
    name: str = ""
    rank: Rank = _TOP
    number: int | None = None
    phrase: str | None = None
    label: str = ""
    kind: Kind | None = None
    below: list["TextParagraph | CellTable | HeadingNode"] = field(default_factory=list)
    parent: "HeadingNode | None" = None
    role: Role = "section"
    plain: bool = False
    document: bool = False
    asked: bool = False

    @property
    def at(self) -> str:
        """Where it stands."""
        return self.paragraph.at if self.paragraph else ""

    @property
    def heads(self) -> list["HeadingNode"]:
        """The headings right below it."""
        return [each for each in self.below if isinstance(each, HeadingNode)]

    def all_heads(self) -> Iterator["HeadingNode"]:
        """Yield every heading below it, as they stand in the document."""
        for each in self.heads:
            yield each
            yield from each.all_heads()

    @property
    def title(self) -> str:
        """What it is called, without its number and written as sentences."""
        return wording.title(kinds.unnumbered(self.name))

    def above(self) -> Iterator["HeadingNode"]:
        """Yield what encloses it, the nearest first."""
        place = self.parent
        while place is not None:
            yield place
            place = place.parent

    @property
    def enclosing(self) -> Kind | None:
        """The kind of the nearest name around it that says one."""
        return next((each.kind for each in self.above() if each.kind), None)


class HeadingShades:
    """Colours that make headings: those of the map, and highlights that nobody settled.

    Attributes:
        found: those that did, from outside in.
    """

    def __init__(self, mapped: Mapping[str, str]) -> None:
        self._meaning = ColourMeaning(mapped)
        self.found: list[str] = []

    def rank(self, block: TextParagraph) -> Rank | None:
        """Give the level of a paragraph that stands wholly in such a colour.

        Args:
            block: the paragraph.
        """
        for colour in (block.highlight, block.colour):
            meant = self._meaning.of(colour)
            if colour and (meant == "heading" or (meant is None and colour == block.highlight)):
                if block.item is not None and meant is None:
                    return None
                if colour not in self.found:
                    self.found.append(colour)
                return (_COLOUR, self.found.index(colour))
        return None

    def told(self, block: TextParagraph) -> bool:
        """Tell whether a person said that a paragraph's colour makes it a heading."""
        return self._meaning.whole(block) == "heading"


def build(
    blocks: Sequence[TextParagraph | CellTable],
    mapped: Mapping[str, str],
    kind: Kind | None,
    shades: HeadingShades,
) -> HeadingNode:
    """Build the tree of a document.

    Args:
        blocks: paragraphs and tables in order.
        mapped: address or text → `section`, `card`, `step`, `text`, `title`, as the map says.
        kind: the kind of all, where a person named one.
        shades: colours that make headings.
    """
    root = HeadingNode(kind=kind)
    heads = _heads(blocks, mapped, shades)
    stack = [root]
    for block in blocks:
        while len(stack) > 1 and stack[-1].rank[1] > _SUMMARY and _outside(block, stack[-1]):
            stack.pop()
        head = heads.get(id(block))
        if head is None:
            stack[-1].below.append(block)
            continue
        while len(stack) > 1 and not _nests(stack[-1], head):
            stack.pop()
        head.parent = stack[-1]
        stack[-1].below.append(head)
        stack.append(head)
    _name_document(root)
    _roles(root, mapped)
    return root


def known(root: HeadingNode, blocks: Sequence[TextParagraph | CellTable]) -> dict[str, str]:
    """Give what each heading was taken for, by its words: they outlive that lines come above it.

    Words that stand in two roles are left out, for in a map they would make both the same; so are
    those that are no line for a map.
    """
    roles = {each.at: each.role for each in root.all_heads()}
    met: dict[str, set[str]] = {}
    for block in blocks:
        if isinstance(block, TextParagraph):
            met.setdefault(block.text.strip(), set()).add(roles.get(block.at, ""))
    return {
        text: role
        for text, (role, *others) in met.items()
        if role and not others and "\n" not in text and len(text) <= _SHORT
    }


def _said(block: TextParagraph, mapped: Mapping[str, str]) -> str | None:
    """Give what the map says of a paragraph: by its address, or by its words."""
    return mapped.get(block.at) or mapped.get(block.text.strip())


def _outside(block: TextParagraph | CellTable, head: HeadingNode) -> bool:
    return block.depth < (head.paragraph.depth if head.paragraph else 0)


def _heads(
    blocks: Sequence[TextParagraph | CellTable], mapped: Mapping[str, str], shades: HeadingShades
) -> dict[int, HeadingNode]:
    result: dict[int, HeadingNode] = {}
    numbered = _numbered_capitals(blocks)
    asked = _asked(blocks)
    for index, block in enumerate(blocks):
        if not isinstance(block, TextParagraph) or not block.text.strip() or block.rule:
            continue
        said = _said(block, mapped)
        rank = None if said == "text" else _rank(block, index, shades, numbered, asked)
        if rank is None and said in {"section", "card", "step", "title"}:
            rank = (_BOLD, 0)
        if rank is not None:
            result[id(block)] = _head(block, rank, asked=index in asked)
    return _titled(blocks, result)


def _rank(
    block: TextParagraph, index: int, shades: HeadingShades, numbered: set[int], asked: set[int]
) -> Rank | None:
    if block.heading is not None:
        deeper = _SUMMARY if block.heading.mark == "summary" else 0
        return (_STYLE, block.heading.level + deeper)
    if index in asked:
        return (_ASKED, 0)
    if shades.told(block):
        return shades.rank(block)
    text = block.text.strip()
    if block.quote or block.fence or branches.read(text) or _is_said(text):
        return None
    if index in numbered:
        return (_NUMBERED, 0)
    bare = _RULE.sub("", text)
    if kinds.step_number(bare) is not None and len(bare) <= _SHORT:
        return (_NUMBERED, 0)
    if (
        wording.in_capitals(bare)
        and block.item is None
        and not kinds.NUMBER.match(bare)
        and _worded(bare)
    ):
        return (_CAPITALS, 0)
    if len(text) > _SHORT or text.endswith(_NO_END):
        return None
    if block.bold:
        return (_BOLD, 0)
    return shades.rank(block)


def _is_said(text: str) -> bool:
    """Tell whether somebody says a line; «Секретарь» alone is also a stage of a call."""
    said = setting.speaker(text, {})
    return said is not None and (bool(said.words) or kinds.stage_of(text) is None)


def _worded(text: str) -> bool:
    return any(len(each) > len("ДА") for each in wording.words(text))


def _numbered_capitals(blocks: Sequence[TextParagraph | CellTable]) -> set[int]:
    """Give which blocks are headings `N. ЗАГЛАВНЫМИ`: those that count 1, 2, 3."""
    found: list[tuple[int, int, bool]] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, TextParagraph) or block.heading or block.fence or block.quote:
            continue
        text = block.text.strip()
        ruled = bool(_RULE.match(text))
        number, rest = _number(block, _RULE.sub("", text))
        if number is not None and wording.in_capitals(rest):
            found.append((index, number, ruled))
    if any(ruled for _, _, ruled in found):
        found = [each for each in found if each[2]]
    return _counting(found)


def _counting(found: list[tuple[int, int, bool]]) -> set[int]:
    result, wanted, inner = set(), 1, 0
    for place, (index, number, _) in enumerate(found):
        later = any(each[1] == number for each in found[place + 1 :])
        if inner and number == inner + 1 and (number != wanted or later):
            inner = number
        elif number == wanted:
            result.add(index)
            wanted, inner = number + 1, 0
        elif number == 1:
            inner = 1
    return result


def _number(block: TextParagraph, text: str) -> tuple[int | None, str]:
    if block.item is not None and block.item.number is not None:
        return block.item.number, text
    match = kinds.NUMBER.match(text)
    return (int(match["number"]), text[match.end() :]) if match else (None, text)


def _asked(blocks: Sequence[TextParagraph | CellTable]) -> set[int]:
    """Give which blocks are questions with a number or a label, one of which «Ответ:» follows."""
    found: dict[bool, list[int]] = {True: [], False: []}
    answered = set()
    for index, block in enumerate(blocks):
        if not isinstance(block, TextParagraph) or block.heading:
            continue
        labelled = _is_label(block.text.strip())
        if labelled or _is_numbered_question(block):
            found[labelled].append(index)
            if _is_answered(blocks, index):
                answered.add(labelled)
    return {index for labelled in answered for index in found[labelled]}


def _is_label(text: str) -> bool:
    match = _PHRASE.match(text)
    return bool(match and ":" in match[0] and text[match.end() :].strip())


def _is_numbered_question(block: TextParagraph) -> bool:
    text = block.text.strip()
    number, rest = _number(block, text)
    numbered = number is not None or kinds.step_number(text) is not None
    return numbered and rest.endswith("?") and branches.read(text) is None


def _is_answered(blocks: Sequence[TextParagraph | CellTable], index: int) -> bool:
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    label = spoken.labelled(following.text) if isinstance(following, TextParagraph) else None
    return bool(label and _answers(label[1]))


def _answers(label: str) -> bool:
    return label.lower().lstrip().startswith(("ответ", "наш ответ", "answer", "our answer"))


def _head(block: TextParagraph, rank: Rank, *, asked: bool) -> HeadingNode:
    text = _RULE.sub("", block.text.strip())
    number = kinds.step_number(text)
    plain, bare = _number(block, text)
    head = HeadingNode(block, text, rank, number if number is not None else plain)
    head.plain = number is None and plain is not None
    head.asked = asked
    label, phrase = _phrase(kinds.unnumbered(text) if asked else bare)
    if asked:
        phrase = phrase or kinds.unnumbered(text)
    head.label, head.phrase = label, phrase
    head.kind = None if head.phrase is not None else kinds.kind_of(kinds.unnumbered(text))
    return head


def _phrase(text: str) -> tuple[str, str | None]:
    """Read a heading that says what a client says: its label, and the words."""
    said = setting.speaker(text, {})
    if said and said.side == "client" and said.words:
        return said.mark, said.words
    match = _PHRASE.match(text)
    if match and (
        ":" in match[0]
        or wording.unquoted(text[match.end() :].split(" / ", maxsplit=1)[0]) is not None
    ):
        rest = text[match.end() :].strip()
        return (match[0].strip(), rest) if rest else ("", None)
    if all(wording.unquoted(each) is not None for each in re.split(r"\s+/\s+", text)):
        return "", text
    return "", None


def _titled(
    blocks: Sequence[TextParagraph | CellTable], heads: dict[int, HeadingNode]
) -> dict[int, HeadingNode]:
    """Let a first heading that another follows at once be the document's title."""
    filled = [each for each in blocks if not (isinstance(each, TextParagraph) and each.rule)]
    if len(filled) > 1 and id(filled[0]) in heads and id(filled[1]) in heads:
        first, second = heads[id(filled[0])], heads[id(filled[1])]
        if first.phrase is None and not (first.number is not None and not first.plain):
            first.document = True
            if second.rank <= first.rank:
                first.rank = (-1, 1)
    return heads


def _name_document(root: HeadingNode) -> None:
    heads = root.heads
    if len(heads) == 1 and heads[0].phrase is None:
        heads[0].document = True


def _place(head: HeadingNode) -> int:
    if head.phrase is not None:
        return 2
    if head.kind is not None:
        return 0
    return 1


def _nests(outer: HeadingNode, inner: HeadingNode) -> bool:
    if outer.rank != inner.rank:
        return outer.rank < inner.rank
    if outer.rank[0] == _ASKED:
        return False
    if _place(outer) == 0 and _place(inner) == 1:
        return not any(each.rank > outer.rank for each in outer.heads)
    return _place(outer) < _place(inner)


def _roles(head: HeadingNode, mapped: Mapping[str, str]) -> None:
    for each in head.heads:
        each.role = _role(each, mapped)
    named = any(each.role == "step" for each in head.heads)
    if head.kind == "script" and not named:
        for each in head.heads:
            if each.role == "section" and each.kind is None and not _has_phrases(each):
                each.role = "step"
    for each in head.heads:
        _roles(each, mapped)


def _role(head: HeadingNode, mapped: Mapping[str, str]) -> Role:
    said = (head.paragraph and _said(head.paragraph, mapped)) or mapped.get(head.name)
    if said in _ROLES:
        return _ROLES[said]
    if head.phrase is not None:
        return "card"
    enclosing = head.enclosing
    cards = enclosing in {"objection", "question"}
    if head.kind is None or head.kind == "script" or kinds.step_number(head.name) is not None:
        numbered = kinds.step_number(head.name) is not None or (
            head.plain and enclosing == "script"
        )
        staged = (
            kinds.stage_of(head.name) is not None and head.kind is None and not _has_phrases(head)
        )
        if not cards and (numbered or staged):
            return "step"
    if cards and not head.heads and not kinds.kinds_of(head.name):
        return "card"
    return "section"


def _has_phrases(head: HeadingNode) -> bool:
    return any(each.phrase is not None or _has_phrases(each) for each in head.heads)
