"""Every text of the catalogue is said somewhere, and whatever is said is there."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import scripts_kb
from scripts_kb.language.catalogue import TEXTS, Catalogue

PACKAGE = Path(scripts_kb.__file__).parent
TOPICS = sorted(path.stem for path in TEXTS.glob("*.json"))
SAYING = {"say", "count", "form"}
QUOTED = re.compile(r'"([\w-]+)"')
# Their keys are put together from codes, records and English: those tests hold them one by one.
ELSEWHERE = {
    "call": "pages/call/test_call.py",
    "editing": "pages/test_editable.py",
    "forms": "forms/test_contract.py",
    "help": "cli/test_helping.py",
    "labels": "schema/test_labels.py",
    "pages": "pages/test_messages.py",
    "problems": "problems/test_codes.py",
}
BESIDE = {
    "finder": ("assets/call/*.js", "pages/templates/find.html"),
    "review": ("review/templates/*.html",),
}


def name_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


# Asked for by tests, and not when they are collected: each process would read the whole package.
@cache
def modules():
    return {name_of(path): ast.parse(path.read_bytes()) for path in PACKAGE.rglob("*.py")}


@cache
def nodes(module):
    return tuple(ast.walk(modules()[module]))


def topic_of(node):
    """The topic of `catalogue("…")`, or of a method of it."""
    if isinstance(node, ast.Attribute) and node.attr in SAYING:
        node = node.value
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "catalogue":
        return node.args[0].value
    return None


def own_names(tree):
    """By name what a module keeps of a catalogue: the whole of it, or its `say`."""
    assigned = [each for each in tree.body if isinstance(each, ast.AnnAssign) and each.value]
    return {each.target.id: topic_of(each.value) for each in assigned if topic_of(each.value)}


@cache
def own():
    return {name: own_names(tree) for name, tree in modules().items()}


def known_names(module):
    """By name, dotted where it is a module's, of which topics it speaks."""
    known = defaultdict(set, {name: {topic} for name, topic in own()[module].items()})
    known["UserError"] = {"mistakes"}
    for node in nodes(module):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                called = each.asname or each.name
                if each.name in own().get(node.module, {}):
                    known[called] |= {own()[node.module][each.name]}
                for name, topic in own().get(f"{node.module}.{each.name}", {}).items():
                    known[f"{called}.{name}"] |= {topic}
    return known


def spoken(module):
    """Yield the topics and the first argument of whatever is said in a module."""
    known = known_names(module)
    for node in nodes(module):
        if isinstance(node, ast.Call) and node.args:
            func = node.func
            topics = known.get(ast.unparse(func))
            if not topics and isinstance(func, ast.Attribute) and func.attr in SAYING:
                topics = known.get(ast.unparse(func.value)) or {topic_of(func.value)} - {None}
            if topics:
                yield topics, node.args[0]


def patterns(node):
    """Yield the keys that an argument may be, as regular expressions."""
    if isinstance(node, ast.Constant):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*patterns(node.body), *patterns(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(part.value) if isinstance(part, ast.Constant) else ".+"
            for part in node.values
        )
        yield "".join(parts)


@cache
def said():
    return [said for module in modules() for said in spoken(module)]


@cache
def strings():
    return {
        node.value.removeprefix("$")  # so a pattern of a new card names what stands there
        for module in modules()
        for node in nodes(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@cache
def built():
    """Names that are put together where they are not said yet, such as f"key-{given}"."""
    return {
        f"{re.escape(node.values[0].value)}.+"
        for module in modules()
        for node in nodes(module)
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and re.fullmatch(r"[a-z]+[-.]", node.values[0].value)
    }


@cache
def asked(topic):
    return {each for topics, node in said() if topic in topics for each in patterns(node)}


def known_to(topics, pattern):
    return any(re.fullmatch(pattern, key) for topic in topics for key in Catalogue(topic).texts)


@pytest.mark.slow
@pytest.mark.parametrize("topic", TOPICS)
def test_whatever_is_said_is_there(topic):
    missing = {
        each
        for topics, node in said()
        if topic in topics
        for each in patterns(node)
        if not known_to(topics, each)
    }
    assert missing == set()


def test_the_sayings_are_found():
    """The test above would pass where it understood nothing."""
    assert {topic for topic in TOPICS if len(asked(topic)) > 4} >= {"commands", "effects", "review"}


@pytest.mark.slow
@pytest.mark.parametrize("topic", sorted(set(TOPICS) - set(ELSEWHERE)))
def test_every_text_is_said(topic):
    beside = {
        each
        for glob in BESIDE.get(topic, ())
        for path in PACKAGE.glob(glob)
        for each in QUOTED.findall(path.read_text(encoding="utf-8"))
    }
    # A key that comes in by a name is a string of some module.
    sayings = re.compile("|".join(sorted(asked(topic) | built())))
    left = Catalogue(topic).texts.keys() - strings() - beside
    assert {key for key in left if not sayings.fullmatch(key)} == set()


@pytest.mark.parametrize(("topic", "path"), ELSEWHERE.items())
def test_the_others_are_held_by_tests_of_their_own(topic, path):
    text = (Path(__file__).parents[1] / path).read_text(encoding="utf-8")
    assert f'catalogue("{topic}")' in text or "texts().texts" in text
