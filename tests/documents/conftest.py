"""Documents made part by part, and documents as they were read, a line a unit."""

import io
import zipfile
from dataclasses import fields

import pytest

from scripts_kb import documents
from scripts_kb.documents.model import CellTable, Flow, NodeTree, TextParagraph, TextRun

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADERS = frozenset(
    "возражение вопрос сомнение ответ комментарий customer-objection what-to-say".split()  # noqa: SIM905
)
OURS = frozenset({"ответ", "what-to-say"})


def heads(cells):
    """A header has a column of the client and one of ours."""
    words = {cell.strip(" 0123456789").lower().replace(" ", "-") for cell in cells}
    return len(words & HEADERS) > 1 and bool(words & OURS)


def _types(main, kind):
    kind = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    override = f'<Override PartName="/{main}" ContentType="{kind}"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{override}</Types>'


def _relations(*found):
    inside = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}" '
        f'TargetMode="{"External" if target.startswith("http") else "Internal"}"/>'
        for key, kind, target in found
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def packed(parts):
    """The bytes of an archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def _word(body, *relations, **parts):
    """A Word document: what stands in its body, what it refers to, its other parts."""
    spaces = (
        f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    kinds = {"styles": "styles", "numbering": "numbering"}
    made = {
        "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document"),
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            *relations,
            *((kind, kind, f"{name}.xml") for name, kind in kinds.items() if name in parts),
        ),
    }
    for name, inside in parts.items():
        root = {"header1": "hdr", "footer1": "ftr"}.get(name, name)
        made[f"word/{name}.xml"] = f"<w:{root} {spaces}>{inside}</w:{root}>"
    return packed(made)


def _book(sheet, *relations, state="visible", extra=None):
    """A workbook of one sheet: what stands in its part, what it refers to."""
    spaces = f'xmlns="{SHEET}" xmlns:r="{OFFICE}"'
    return packed(
        {
            "[Content_Types].xml": _types("xl/workbook.xml", "spreadsheetml.sheet"),
            "xl/workbook.xml": f'<workbook {spaces}><sheets><sheet name="Л" state="{state}" r:id="a"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations(
                ("a", "worksheet", "worksheets/s.xml"), ("b", "styles", "styles.xml")
            ),
            "xl/worksheets/s.xml": f"<worksheet {spaces}>{sheet}</worksheet>",
            "xl/worksheets/_rels/s.xml.rels": _relations(*relations),
            **(extra or {}),
        }
    )


@pytest.fixture
def word():
    """Makes a Word document."""
    return _word


@pytest.fixture
def book():
    """Makes a workbook."""
    return _book


@pytest.fixture
def read(tmp_path):
    """Reads bytes or a text; its account must balance."""

    def reading(content, name="file"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        document = documents.read(file, name, heads)
        counted = sum(unit.letters for unit in document.units())
        second = documents.count(file, document)
        assert second in {counted, None}
        return document

    return reading


@pytest.fixture
def lines(read):
    """Reads bytes or a text; gives a line a unit."""
    return lambda content, name="file": told(read(content, name))


@pytest.fixture
def refused(tmp_path):
    """Why bytes or a text are refused: the form, the line."""

    def refusing(content, name="file"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(documents.UnreadableFileError) as caught:
            documents.read(file, name, heads)
        return caught.value.form, caught.value.said("en")

    return refusing


# --- told ---------------------------------------------------------------------------------------


def told(document):
    """A document, a line a unit: its address, what it is, what it says."""
    found = [f"form: {document.form}"]
    if document.title:
        found.append(_paragraph(document.title))
    for block in document.blocks:
        found += _block(block)
    found += [f"{each.at} left {each.why}: {_one(each.text)}" for each in document.leftovers]
    found += [f"{each.at} layout: {_one(each.text)}" for each in document.layout]
    found += [f"{each.at} image {each.kind} {each.file}: {each.alt}" for each in document.images]
    return found


def _block(block):
    match block:
        case TextParagraph():
            yield _paragraph(block)
        case CellTable():
            unseen = "" if block.visible else " hidden"
            yield f"{block.at or 'table'} table {block.width}×{block.height}{unseen}"
            yield from map(_cell, block.cells)
        case NodeTree():
            for root in block.roots:
                yield from _node(root)
        case Flow():
            yield from _flow(block)


def _one(text):
    return text.replace("\n", "⏎")


def _paragraph(found):
    return f"{found.at}{_how(found)}: {''.join(map(_run, found.runs))}"


def _how(found):
    how = []
    if found.heading:
        how.append(f"{found.heading.mark}{found.heading.level}")
    if found.item:
        number = "•" if found.item.number is None else f"{found.item.number}{found.item.sign}"
        how.append(f"item {found.item.level} {number}")
    how += [each for each in ("quote", "fence", "rule", "raw", "gap") if getattr(found, each)]
    if found.depth:
        how.append(f"depth {found.depth}")
    how += [f".{each}" for each in found.classes]
    return f" [{', '.join(how)}]" if how else ""


def _run(run):
    plain = TextRun(run.text)
    how = [
        f"{each.name}" if getattr(run, each.name) is True else str(getattr(run, each.name))
        for each in fields(TextRun)
        if each.name != "text" and getattr(run, each.name) != getattr(plain, each.name)
    ]
    return f"{{{_one(run.text)}|{','.join(how)}}}" if how else _one(run.text)


def _cell(cell):
    over = "" if cell.rows == cell.columns == 1 else f" {cell.rows}×{cell.columns}"
    inside = "⏎".join(
        _paragraph(each).partition(cell.at)[2].removeprefix(": ") for each in cell.paragraphs
    )
    return f"{cell.at}{over}{f' {cell.why}' if cell.why else ''}: {inside}"


def _node(node):
    yield _paragraph(node.words)
    yield from map(_paragraph, node.notes)
    for child in node.children:
        yield from _node(child)


def _flow(flow):
    title = flow.title.text if flow.title else None
    target = flow.target.text if flow.target else None
    yield f"{flow.at} flow from {flow.entry}: {title} / {target}"
    yield from (f"{each.at} name: {each.text}" for each in flow.names)
    for step in flow.steps:
        marks = [each for each in ("goal", "end") if getattr(step, each)] + [step.mark] * bool(
            step.mark
        )
        named = f" «{step.title.text}»" if step.title else ""
        said = "⏎".join("".join(map(_run, each.runs)) for each in step.words)
        yield f"{step.at} step {step.id}{named} {marks or ''}: {said}"
    for edge in flow.edges:
        words = edge.words.text if edge.words else "–"
        yield f"{edge.at} edge {edge.source} → {edge.target} ({edge.target_at}): {words}"
