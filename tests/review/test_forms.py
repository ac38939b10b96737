"""Every edit of the JSON stands in each of the other forms; no form renders foreign markup."""

import html
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from scripts_kb.past import differ
from scripts_kb.past.records import Rationale
from scripts_kb.problems import Place, Problem
from scripts_kb.review import calls, keys, markdown, showing, terminal
from scripts_kb.review import html as page
from scripts_kb.review.records import EntityReview, Reach, Review
from scripts_kb.schema import outline, values
from tests.thorough import tried


class _Text(HTMLParser):
    """What a reader of HTML sees, and the tags that made it."""

    def __init__(self):
        super().__init__()
        self.text, self.tags, self.attributes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag in {"br", "p", "div", "li", "dd", "dt", "blockquote", "h2", "h3", "small"}:
            self.text.append(" ")

    def handle_data(self, data):
        self.text.append(data)


def seen(text):
    parser = _Text()
    parser.feed(text)
    return parser


def flat(text):
    """Leave out what wraps a text: blanks, joiners, marks of words and of filled blanks."""
    return re.sub(r"[\s\u2060\[\]{}+<>‹›-]+", "", text)


def as_terminal(review):
    console = Console(file=io.StringIO(), width=100, color_system=None)
    terminal.write(review, console)
    return console.file.getvalue()


def as_markdown(review):
    return "".join(seen(MarkdownIt("commonmark").render(markdown.write(review, 10**9))).text)


def as_html(review):
    return "".join(seen(page.write(review)).text)


FORMS = {"terminal": as_terminal, "markdown": as_markdown, "html": as_html}

OURS = {
    *("h2", "h3", "h4", "p", "br", "blockquote", "ul", "li", "details", "summary"),
    *("sub", "strong", "del", "ins"),
}
"""The tags of a comment."""

WORDS = st.text("абвгё abc.,!?<>&*_`#@[]()|~\\\"'-+:/\n\u202e\x1b1", max_size=20)
IDS = st.sampled_from(["one", "two", "three"])


def keyed(fields):
    return st.lists(fields, max_size=3, unique_by=lambda each: each["id"])


ANSWERS = keyed(
    st.fixed_dictionaries(
        {"id": IDS, "when": WORDS, "say": WORDS},
        optional={
            "kind": st.sampled_from(["genuine", "excuse"]),
            "steps": keyed(st.fixed_dictionaries({"id": IDS, "say": WORDS})),
        },
    )
)
VALUES = st.fixed_dictionaries(
    {"id": st.just("x"), "title": WORDS},
    optional={
        "client_words": st.lists(WORDS, max_size=4, unique=True),
        "answers": ANSWERS,
        "review_by": st.sampled_from(["2026-12-31", "2027-01-01"]),
        "note": WORDS,
    },
).map(values.canonical)


def review_of(before, after, entity="objection/x", **more):
    edits = tuple(differ.between(before, after, outline.of(entity)))
    kind = "added" if before is None else "removed" if after is None else "changed"
    title = str(((after or before) or {}).get("title", "x"))
    entry = EntityReview(
        entity, kind, title, edits, f"{entity}.yml", before=before, after=after, **more
    )
    return Review("a" * 40, "worktree", (entry,))


def texts(edit):
    """The words that a reader must find for an edit: of codes their labels, of days the day."""
    if edit.op == "moved":
        return [str(edit.index_before + 1), str(edit.index_after + 1)]
    found = []

    def walk(value):
        if isinstance(value, dict):
            for name, each in value.items():
                if name != "id" or edit.path == "id":
                    walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)
        elif value is not None:
            found.append(str(value))

    for side in (edit.before, edit.after):
        walk(side)
    labels = {"genuine": "Истинное", "excuse": "Отговорка"}
    day = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
    return [day.sub(r"\3.\2.\1", labels.get(each, each)) for each in found]


@pytest.mark.slow
@settings(max_examples=tried(150, 3))
@given(VALUES | st.none(), VALUES | st.none())
def test_every_edit_stands_in_every_form(before, after):
    review = review_of(before, after)
    for name, form in FORMS.items():
        shown = flat(form(review))
        for edit in review.entries[0].edits:
            for text in texts(edit):
                assert flat(showing.visible(text)) in shown, (name, edit)


@pytest.mark.slow
@settings(max_examples=tried(200, 3))
@given(VALUES | st.none(), VALUES | st.none())
def test_the_other_way_every_edit_is_the_same_reversed(before, after):
    shape = outline.of("objection/x")
    there = tuple(differ.between(before, after, shape))
    back = tuple(differ.between(after, before, shape))
    assert sorted(map(repr, there)) == sorted(repr(edit.reverse()) for edit in back)
    assert differ.apply(before, there, shape) == after
    assert differ.apply(after, back, shape) == before
    if before is not None and after is not None:
        review, other = review_of(before, after), review_of(after, before)
        swap = {"added": "removed", "removed": "added"}
        turned = [
            {
                **edit,
                "op": swap.get(edit["op"], edit["op"]),
                "before": edit["after"],
                "after": edit["before"],
                "index_before": edit["index_after"],
                "index_after": edit["index_before"],
            }
            for edit in other.as_json()["entities"][0]["edits"]
        ]
        said = review.as_json()["entities"][0]["edits"]
        assert sorted(map(repr, said)) == sorted(map(repr, turned))


@pytest.mark.slow
@settings(max_examples=tried(100, 3))
@given(VALUES, VALUES)
def test_foreign_text_makes_no_markup(before, after):
    review = review_of(before, after)
    ours = OURS | {"em"}
    rendered = seen(
        MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown.write(review))
    )
    assert set(rendered.tags) <= ours
    assert not rendered.attributes
    assert set(seen(page.write(review)).attributes) <= {
        "lang",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "id",
    }


HOSTILE = json.loads(Path(__file__).with_name("hostile.json").read_text())


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text):
    before = {"id": "x", "title": text, "answers": [{"id": "a", "when": text, "say": text}]}
    after = {
        "id": "x",
        "title": f"{text}!",
        "answers": [{"id": "a", "when": f"{text}?", "say": "Да"}],
        "note": text,
    }
    rationale = Rationale(
        "trailers", title=text, origin=text, cause=text, evidence=(text,), by=text, reverts=text
    )
    quote = Reach("script/s", text, text, (text,), text, f"{text} иначе")
    review = review_of(
        before,
        after,
        rationales=(rationale,),
        quotes=(quote,),
        gaps=("unexplained", f"trailer: {text}", text),
    )
    said = as_terminal(review)
    assert "\x1b" not in said
    assert "\u202e" not in said
    # No line of a log may begin as a command of the hosting.
    assert not any(line.lstrip().startswith(("::", "##[")) for line in said.splitlines())
    raw = markdown.write(review)
    assert not re.search(r"\w@|@\w|https?://|www\.\w|\]\(", raw.replace("&#64;&#8288;", ""))
    rendered = seen(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(raw))
    assert set(rendered.tags) <= OURS
    whole = page.write(review)
    tags = set(seen(whole).tags)
    assert not tags & {"script", "img", "iframe", "a", "h4", "pre", "object", "form", "input"}
    assert "default-src 'none'" in whole
    assert "\u202e" not in html.unescape(whole)


@pytest.mark.slow
def test_a_comment_never_outgrows_its_limit_and_says_so():
    def entry(number, size):
        after = {
            "id": "x",
            "title": f"Номер {number}",
            "answers": [{"id": "a", "say": "слово " * size}],
        }
        edits = tuple(differ.between(None, after))
        return EntityReview(
            f"objection/x{number}", "added", f"Номер {number}", edits, "x.yml", after=after
        )

    sizes = {
        "all in full": (5, 10),
        "folded": (40, 800),
        "one giant": (1, 100_000),
        "counted": (3_000, 5),
    }
    for name, (count, size) in sizes.items():
        review = Review("a" * 40, "b" * 40, tuple(entry(number, size) for number in range(count)))
        text = markdown.write(review)
        assert len(text) <= markdown.LIMIT, name
        heard = text.partition("### Что услышит клиент")[2].partition("\n### ")[0]
        titles = sum(f"Номер {number}»" in heard for number in range(count))
        if name == "counted":
            listed = int(re.search(r"И ещё: Возражения: (\d+)", heard)[1])
            assert titles + listed == count
        else:
            assert titles == count, name
        assert (name == "all in full") == ("Не всё поместилось" not in text)


def test_a_script_shows_its_map():
    bye = {"id": "bye", "intent": "Проститься", "outcome": "deal"}
    before = {
        "id": "s",
        "title": "S",
        "entry": "hi",
        "nodes": [{"id": "hi", "intent": "Узнать имя", "next": "bye"}, bye],
    }
    after = {
        "id": "s",
        "title": "S",
        "entry": "hi",
        "nodes": [{"id": "hi", "intent": "Узнать имя", "outcome": "refused"}, bye],
    }
    review = review_of(before, after, "script/s", conversation=calls.compare(before, after))
    for form in FORMS.values():
        shown = form(review)
        assert "Проститься" in shown
        assert "Отказ" in shown
    drawn = page.write(review)
    assert 'role="img"' in drawn
    assert "<title>" in drawn.split("<svg")[1]
    assert "<pre>" in markdown.write(review)


def test_keys_and_the_arbiter_are_named():
    settings_ = {
        "departments": [
            {"id": "sales", "title": "Продажи"},
            {"id": "director", "title": "Директор"},
        ],
        "zones": [
            {
                "id": "w",
                "title": "Слова",
                "fields": ["objection:**"],
                "approvals": ["sales"],
                "arbiter": "director",
            }
        ],
    }
    consent = keys.Consent(frozenset({"director"}))
    approvals, _ = keys.needed("objection/x", ["title"], keys.Boundaries(settings_), consent)
    review = review_of({"id": "x", "title": "А"}, {"id": "x", "title": "Б"}, approvals=approvals)
    review = Review(
        review.base, review.head, review.entries, departments=keys.departments(settings_)
    )
    for form in FORMS.values():
        assert flat("за них решил арбитр: Директор (Слова)") in flat(form(review))


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_lines_fit_the_terminal(width):
    console = Console(file=io.StringIO(), width=width, color_system=None)
    terminal.write(
        review_of({"id": "x", "title": "слово " * 30}, {"id": "x", "title": "другое " * 30}),
        console,
    )
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= max(width, 24)
    assert all(line == line.rstrip() for line in lines)


def refused(count):
    problems = [
        *(
            Problem(
                Place(f"content/objections/o{n}.yml", n, 3),
                "gate-unexplained",
                {"entity": f"objection/o{n}"},
            )
            for n in range(1, count + 1)
        ),
        Problem(Place("content/offers/vip.yml", 7, 1), "gate-key", {"departments": "Продажи"}),
        Problem(Place("content/offers/vip.yml", 8, 1), "gate-unowned", {"entity": "offer/vip"}),
    ]
    return Review("a" * 40, "b" * 40, problems=tuple(problems), state="red")


@pytest.mark.parametrize("name", FORMS)
def test_the_same_problem_is_said_once_with_all_its_places(name):
    said = FORMS[name](refused(10))
    assert flat(said).count(flat("Не сказано, почему это меняется.")) == 1
    assert flat(said).count(flat("Не хватает согласия: Продажи.")) == 1
    for number in range(1, 11):
        assert f"content/objections/o{number}.yml:{number}:3" in said
    assert "content/offers/vip.yml:7:1" in said
    assert "content/offers/vip.yml:8:1" in said
    assert "Принимать рано." in said


def test_a_comment_says_how_many_places_it_leaves_out():
    text = markdown.write(refused(3_000))
    assert len(text) < 2_000
    assert "и ещё мест: 2988" in text


def test_a_segment_is_shown_by_its_title():
    review = review_of(None, {"id": "x", "title": "Дорого", "segments": ["cafe"]})
    review = replace(review, names={"segment/cafe": "Кофейни"})
    for form in FORMS.values():
        assert "Кофейни" in form(review)
        assert "cafe" not in form(review)


# What some hosting would take for a person, an issue, a merge request, a label or a commit.
REFERRING = (
    "GH-12 gh-7 TICKET-3 T2-15 @user1 owner/repo#5 #12 !12 %3 ~важно &5 $7 ^9 *iteration:4 [vuln:3]"
    " a5c3785ed8d6a35868bc169f07e40e889087fd2e a5c3785"
)


def test_no_reference_of_any_hosting_survives():
    rendered = seen(MarkdownIt("gfm-like", {"linkify": False}).render(markdown.text(REFERRING)))
    plain = "".join(rendered.text)
    assert not re.search(r"[@#!%~&$^*\[]\w", plain)
    assert not re.search(r"[A-Za-z]\d*-\d", plain)
    assert not re.search(r"(?<![^\W_])[0-9a-f]{7,}(?![^\W_])", plain)
    assert plain.replace("\u2060", "").strip() == REFERRING


def test_what_refers_to_nothing_is_written_plainly():
    text = "Скидка 15 %, до 2026-12-31: 1 490 ₽, кафе-бар!"
    assert markdown.text(text) == text
