"""Tables of small histories: what lands, and which versions it makes."""

import pytest

from scripts_kb.git import Repository
from scripts_kb.past import history as whole
from tests.recompute.small import Change, history

X1 = "id: x\ntitle: раз\n"
X2 = "id: x\ntitle: два\n"
Y1 = "id: y\ntitle: раз\n"
BAD = "id: x\ntitle: [\n"
A, B = "objections/a.yml", "objections/b.yml"
X = "objection/x"


def rows(folder, *changes):
    history(folder, *changes)
    log = whole.read(Repository(folder), "content")
    return [
        (row.kind, row.entity, row.version, row.path.removeprefix("content/")) for row in log.rows
    ]


ADDED = ("added", X, 1, A)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([Change({A: X1})], [ADDED]),
        ([Change({A: X1}), Change({A: X2})], [ADDED, ("changed", X, 2, A)]),
        ([Change({A: X1}), Change({A: "# заметка\nid:   x\ntitle: 'раз'\n"})], [ADDED]),
        ([Change({A: X1}), Change({A: "\ufeffid: x\r\ntitle: раз\r\n"})], [ADDED]),
        ([Change({A: X1}), Change({A: "title: раз\nid: x\n"})], [ADDED]),
        ([Change({A: X1}), Change({A: None, B: X1})], [ADDED]),
        ([Change({A: X1}), Change({A: None, B: X2})], [ADDED, ("changed", X, 2, B)]),
        ([Change({A: X1}), Change({A: None, "objections/кафе/a.yml": X1})], [ADDED]),
        (
            [Change({A: X1}), Change({A: None}), Change({A: X1})],
            [ADDED, ("removed", X, 2, A), ("added", X, 3, A)],
        ),
        (
            [Change({A: X1}), Change({A: None, "offers/a.yml": X1})],
            [ADDED, ("removed", X, 2, A), ("added", "offer/x", 1, "offers/a.yml")],
        ),
        (
            [Change({A: X1}), Change({A: Y1})],
            [ADDED, ("removed", X, 2, A), ("added", "objection/y", 1, A)],
        ),
        (
            [Change({A: X1}), Change({A: BAD}), Change({A: X2})],
            [ADDED, ("gap", X, None, A), ("changed", X, 2, A)],
        ),
        (
            [Change({A: X1}), Change({A: BAD}), Change({A: X1})],
            [ADDED, ("gap", X, None, A)],
        ),
        (
            [Change({A: X1}), Change({A: BAD}), Change({A: None})],
            [ADDED, ("gap", X, None, A), ("removed", X, 2, A)],
        ),
        ([Change({A: BAD})], [("gap", None, None, A)]),
        ([Change({"kb.yml": "a: ["})], [("gap", "config/kb", None, "kb.yml")]),
        ([Change({A: X1}), Change({B: X2})], [ADDED, ("gap", X, None, B)]),
        ([Change({B: X2, A: X1})], [ADDED, ("gap", X, None, B)]),
        (
            [Change({B: X1}), Change({A: X2}), Change({B: None})],
            [("added", X, 1, B), ("gap", X, None, A), ("changed", X, 2, A)],
        ),
        (
            [Change({B: X1}), Change({A: X2}), Change({B: Y1})],
            [
                ("added", X, 1, B),
                ("gap", X, None, A),
                ("changed", X, 2, A),
                ("added", "objection/y", 1, B),
            ],
        ),
        ([Change({A: X1}), Change({A: "-> b.yml"})], [ADDED, ("gap", X, None, A)]),
        ([Change({A: "-> b.yml"})], [("gap", None, None, A)]),
        ([Change({"kb.yml": "company: Цех\n"})], [("added", "config/kb", 1, "kb.yml")]),
        (
            [Change({"kb.yml": "company: Цех\n"}), Change({"kb.yml": "{}\n"})],
            [("added", "config/kb", 1, "kb.yml"), ("removed", "config/kb", 2, "kb.yml")],
        ),
        ([Change({"changes/c.yml": "id: c\n", "changes/d.yml": BAD})], []),
        ([Change({"facts/a.csv": "1", "guide/x.yml": X1, "materials/a.yml": X1})], []),
        ([Change({"objections/.x.yml": X1, "objections/readme.txt": "x"})], []),
        (
            [Change({"regulations/r.md": "---\nid: r\ntitle: R\n---\nТекст\n"})],
            [("added", "regulation/r", 1, "regulations/r.md")],
        ),
        (
            [
                Change({"regulations/r.md": "---\nid: r\ntitle: R\n---\nТекст\n"}),
                Change({"regulations/r.md": "---\nid: r\ntitle: R\n---\n\n\nТекст  \n\n"}),
            ],
            [("added", "regulation/r", 1, "regulations/r.md")],
        ),
        (
            [Change({A: X1}), Change(side=[Change({A: X2}), Change({B: Y1})])],
            [ADDED, ("changed", X, 2, A), ("added", "objection/y", 1, B)],
        ),
        ([Change({A: X1}), Change(side=[Change({A: X2}), Change({A: X1})])], [ADDED]),
    ],
)
def test_rows(tmp_path, changes, expected):
    assert rows(tmp_path, *changes) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("id: x\ntitle: раз\n", ("unexplained",)),
        ("id: x\n", ("schema", "unexplained")),
        ("id: x\ntitle: ''\n", ("schema", "unexplained")),
        ("id: x\ntitle: раз\nstatus: ''\nreview_by: ' '\n", ("unexplained",)),
        ("id: x\ntitle: раз\nfamily: []\nanswers: {}\n", ("unexplained",)),
        ("id: x\ntitle: раз\nanswers: [{id: a, say: {}, steps: ''}]\n", ("unexplained",)),
        ("id: x\ntitle: раз\nanswers: [{id: '', say: а}]\n", ("schema", "unexplained")),
        ("id: x\ntitle: раз\nold:\n", ("schema", "unexplained")),
        ("id: x\ntitle: раз\nold: 1\n", ("schema", "unexplained")),
        ("id: x\ntitle: раз\nreview_by: скоро\n", ("schema", "unexplained")),
        ("id: x\ntitle: раз\nsynonyms: [а, а]\n", ("schema", "unexplained")),
        ("id: x\ntitle: раз\nanswers: [{say: а}]\n", ("schema", "unexplained")),
        (BAD, ("unclosed",)),
        ("id: x\nid: x\n", ("duplicate-key",)),
        ("title: раз\n", ("no-id",)),
        ("id: Не код\n", ("no-id",)),
        ("", ("empty-file",)),
        (b"\xff", ("not-utf8",)),
    ],
)
def test_gaps(tmp_path, text, gaps):
    history(tmp_path, Change({A: text}))
    log = whole.read(Repository(tmp_path), "content")
    assert [row.gaps for row in log.rows] == [gaps]


def test_path_of_a_double_in_both_new_files_is_the_first_in_byte_order(tmp_path):
    found = rows(tmp_path, Change({"objections/я.yml": X1, "objections/z.yml": X2}))
    assert found == [
        ("added", X, 1, "objections/z.yml"),
        ("gap", X, None, "objections/я.yml"),
    ]


def test_unknown_key_of_the_past_stays_in_the_value(tmp_path):
    history(tmp_path, Change({A: "id: x\ntitle: раз\nold: 012\n"}))
    log = whole.read(Repository(tmp_path), "content")
    assert log.present == {X: {"id": "x", "title": "раз", "old": "012"}}
    assert [leaf.path for leaf in log.leaves(X)] == ["id", "title", "old"]
