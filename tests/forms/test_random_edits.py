"""Random single edits of real cards: the right value, every remark, the order, nothing beside it.

    a card of the sample or of the year, with remarks strewn in ──random edit──▶ the same card, edited

The slow tests try a thousand together, and five thousand where `KB_THOROUGH` is set.
"""

import datetime as dt
import random
import re
from pathlib import Path

import pytest

from scripts_kb.content import loading, parsing, reading
from scripts_kb.demo import telling
from scripts_kb.forms import planning
from scripts_kb.forms.sheets import EditSheet, SheetEdit
from scripts_kb.past import differ
from scripts_kb.schema import kinds, outline, paths, values
from tests.thorough import tried

SAMPLE = Path(__file__).parents[2] / "content"
DAY = dt.date(2026, 11, 29)
QUICK = 150
WHOLE = tried(5_000)

KEYS = (".id", "].objection")
"""What tells items apart: another one is another item."""
TEXTS = (
    *("Да", "Нет, спасибо", "нет", "012", "12:30", "null", "а: б", "# решётка", "- тире", "[скобка"),
    *("{скобка", "кавычка \" и '", "'в кавычках'", "хвост ", " начало", "два  пробела", "a\tb"),
    *("с # решёткой", "с, запятой", "*звезда", "&якорь", "!тег", "%процент", "@собака", "`апостроф"),
    *("слово " * 30 + "конец", "абзац\n\nдругой", "строка\nдругая", "\\ косая", "Что?", "—", "…"),
    *("  отступ\nи ещё", "длинное-слово-" * 12, "а\u2028б", "🙂 радость", "<offer/espresso-20.price.list>"),
)  # fmt: skip


def cards(content: Path) -> list[tuple[str, bytes]]:
    """Every card of a content folder: its path below it and its bytes."""
    found = sorted(
        path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file()
    )
    return [(path, (content / path).read_bytes()) for path in found if kinds.locate(path)]


def remarked(content: bytes, chance: random.Random, path: str) -> bytes:
    """Strew remarks into a card: above its lines and behind them, where they change nothing."""
    location = kinds.locate(path)
    before = parsing.parse(content, markdown=location.markdown).raw
    lines = content.decode().split("\n")
    for number in range(5):
        at = chance.randrange(1, len(lines))
        trial = list(lines)
        if chance.random() < 0.5:
            indent = re.match(" *", lines[at])[0]
            trial.insert(at, f"{indent}# заметка {number}")
        else:
            trial[at] += f"  # заметка {number}"
        try:
            said = parsing.parse("\n".join(trial).encode(), markdown=location.markdown).raw
        except parsing.UnreadableError:
            continue
        if said == before:
            lines = trial
    return "\n".join(lines).encode()


def remarks(content: bytes) -> list[str]:
    return re.findall(r"# заметка \d", content.decode())


def places(value, shape, path=""):
    """Every place of a value below its top: its path, what stands there and its shape."""
    if isinstance(value, dict):
        for name, each in value.items():
            here = paths.field(path, name)
            inner = shape.item if shape.form == "free" else shape.fields[name]
            yield here, each, inner
            yield from places(each, inner, here)
    elif isinstance(value, list):
        form = values.list_form(value, shape)
        for each in value if form != "leaf" else ():
            here = paths.item(path, each[shape.key]) if form == "keyed" else paths.text(path, each)
            yield here, each, shape.item
            yield from places(each, shape.item, here)


def anything(chance: random.Random, shape):
    """A random value that the schema takes at a place."""
    if shape.choices:
        return chance.choice(sorted(shape.choices))
    if shape.form in {"int", "number"}:
        return chance.choice([0, 7, 1490, 99_999])
    if shape.form == "date":
        return f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    if shape.form == "bool":
        return chance.random() < 0.5
    if shape.form == "list":
        return [anything(chance, shape.item)]
    if shape.form == "free":
        return {"key": anything(chance, shape.item)}
    if shape.form == "map":
        keys = {name: each for name, each in shape.fields.items() if each.form == "text"}
        chosen = chance.sample(sorted(keys), min(3, len(keys)))
        item = {name: anything(chance, keys[name]) for name in chosen if name != "id"}
        return item or {"title": "Да"}
    return chance.choice(TEXTS)


def edited(chance: random.Random, entity: str, value, shape) -> SheetEdit | None:
    """A random edit of a card; None where the place that was hit has none."""
    found = [
        each for each in places(value, shape) if each[0] != "id" and not each[0].endswith(KEYS)
    ]
    path, old, here = chance.choice(found)
    op = chance.choice(["set", "set", "set", "add", "remove", "move"])
    listed = path.endswith("]")
    around = re.sub(r'\[[^\[\]"]*\]$|\["(?:[^"\\]|\\.)*"\]$', "", path)
    if op == "set":
        new = anything(chance, here)
        if here.form == "map" or (listed and here.form != "map"):
            return None
        if path == "body":
            new = str(new).strip() or "Текст"
        return SheetEdit("set", entity, path, old, new)
    if op == "remove":
        return SheetEdit("remove", entity, path, old, None)
    if not listed:
        return None
    items = values.at(value, around, shape)
    if op == "move":
        names = [each for each, _, _ in places(items, outline.at(entity, around), around)]
        direct = [
            each
            for each in names
            if re.sub(r'\[[^\[\]"]*\]$|\["(?:[^"\\]|\\.)*"\]$', "", each) == around
        ]
        return SheetEdit("move", entity, path, direct.index(path), chance.randrange(len(items)))
    new = anything(chance, here)
    if here.form == "map":
        if outline.at(entity, around).key != "id":
            return None
        return SheetEdit(
            "add", entity, paths.item(around, "novyy"), None, new, chance.randrange(len(items) + 1)
        )
    if here.form != "text" or here.choices or new in items or not str(new).strip():
        return None
    return SheetEdit(
        "add", entity, paths.text(around, new), None, new, chance.randrange(len(items) + 1)
    )


def applied(value, edit: SheetEdit, shape):
    """What a card says after an edit, found without the code under test."""
    around = re.sub(r'\[[^\[\]"]*\]$|\["(?:[^"\\]|\\.)*"\]$', "", edit.path)
    made = {
        "set": lambda: [
            differ.Edit("changed", edit.path, edit.before, values.canonical(edit.after))
        ],
        "remove": lambda: [differ.Edit("removed", edit.path, edit.before)],
    }
    if edit.op in made:
        found = made[edit.op]()
        if edit.op == "set" and values.canonical(edit.after) is None:
            found = [differ.Edit("removed", edit.path, edit.before)]
    else:
        items = values.at(value, around, shape)
        before = len(items) if edit.op == "add" else edit.before
        after = edit.index if edit.op == "add" else edit.after
        new = edit.after
        if edit.op == "add" and isinstance(new, dict):
            new = {"id": "novyy", **new}
        op = "added" if edit.op == "add" else "moved"
        found = [differ.Edit(op, edit.path, None, new, before, after)]
    return values.canonical(differ.apply(value, found, shape))


def trials(count: int, sources: list[tuple[str, bytes]], seed: int):
    """Random cards with remarks, each with an edit of it."""
    chance = random.Random(seed)  # noqa: S311 - edits are random, not secret
    while count:
        path, content = chance.choice(sources)
        content = remarked(content, chance, path)
        location = kinds.locate(path)
        shape = outline.of(location.schema)
        document, _ = reading.read(content, path, path)
        edit = edited(chance, document.entity, document.value, shape)
        if edit is None:
            continue
        count -= 1
        yield document, content, edit, shape


def planned(document, content: bytes, *edits: SheetEdit) -> planning.Plan:
    base = loading.Base(documents={document.entity: document}, files=frozenset({document.path}))
    sheet = EditSheet(edits, {})
    return planning.plan(base, lambda _: content, sheet, DAY, root="content/", shown="EDITS.json")


def hold(document, content: bytes, edit: SheetEdit, shape) -> str:
    """Make an edit and hold it against what it has to be; gives what is refused, "" for nothing."""
    plan = planned(document, content, edit)
    if plan.problems:
        return plan.problems[0].code
    wanted = applied(document.value, edit, shape)
    new = plan.files.get(document.path, content)
    found, _ = reading.read(new, document.path, document.path)
    assert values.same(found.value, wanted), (edit, new.decode())
    changes = list(differ.between(document.value, found.value, shape))
    # A list that is set as a whole differs in its items.
    assert len(changes) <= 1 or isinstance(edit.before, list | dict), (edit, changes)
    kept = remarks(new)
    inside = edit.op == "remove" or isinstance(edit.before, list | dict)
    if not inside and edit.op != "move":
        assert kept == remarks(content), (edit, content.decode(), new.decode())
    if edit.op == "move":
        assert sorted(kept) == sorted(remarks(content)), (edit, new.decode())
    return ""


@pytest.fixture(scope="module")
def sample():
    return cards(SAMPLE)


def hold_all(count: int, sources, seed: int) -> None:
    """Make random edits: the schema refuses a few random values, the writer none."""
    refused = run(count, sources, seed)
    assert not [code for code in refused if code.startswith("edit-")], refused
    assert sum(refused.values()) < count / 10, refused


def run(count: int, sources, seed: int) -> dict[str, int]:
    refused: dict[str, int] = {}
    for document, content, edit, shape in trials(count, sources, seed):
        code = hold(document, content, edit, shape)
        if code:
            refused[code] = refused.get(code, 0) + 1
    return refused


@pytest.mark.slow
def test_a_card_that_is_saved_untouched_keeps_its_bytes(sample):
    for path, content in sample:
        document, _ = reading.read(content, path, path)
        shape = outline.of(document.entity)
        edits = [
            SheetEdit("set", document.entity, here, each, each)
            for here, each, _ in places(document.value, shape)
            if here != "id"
        ]
        plan = planned(document, content, *edits)
        assert (plan.files, plan.problems) == ({}, ()), path


@pytest.mark.slow
def test_random_edits_of_the_sample(sample):
    hold_all(QUICK, sample, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_thousands_of_random_edits_of_the_sample(sample, seed):
    hold_all(WHOLE // 4, sample, seed)


@pytest.mark.slow
def test_thousands_of_random_edits_of_the_year(tmp_path):
    telling.tell(tmp_path / "year", SAMPLE)
    year = cards(tmp_path / "year" / "content")
    hold_all(WHOLE // 2, year, seed=4)
    test_a_card_that_is_saved_untouched_keeps_its_bytes(year)
