"""Scripts and styles as they are published: one tree with their source, and nothing lost on the way."""

import json
import posixpath
import re
from pathlib import Path

import pytest
from cafe import site

from scripts_kb import pages
from scripts_kb.pages import planning, scripts
from scripts_kb.pages.call import screen

ASSETS = Path(pages.__file__).parents[1] / "assets"
IMPORTED = re.compile(
    r"""(?:\bfrom|\bimport\b\(?|\bnew URL\()\s*["'](\.{1,2}/[^"']+\.(?:js|d\.ts))["']""",
    re.MULTILINE,
)


def imported(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """What each script names by a path from itself: imports, types, workers."""
    return [
        (name, posixpath.normpath(posixpath.join(posixpath.dirname(name), target)))
        for name, content in files.items()
        if name.endswith((".js", ".ts"))
        for target in IMPORTED.findall(content.decode())
    ]


def release(found: dict[str, bytes]) -> dict[str, bytes]:
    """The scripts of a call screen, by path below the folder of its release."""
    code = f"call/{json.loads(found['call/release.json'])['code']}/"
    return {path[len(code) :]: each for path, each in found.items() if path.startswith(code)}


SOURCE = {
    each.relative_to(ASSETS).as_posix(): each.read_bytes()
    for each in ASSETS.rglob("*")
    if each.name.endswith((".js", ".d.ts"))
}
SITE = {page.path: page.content for page in planning.assets("team")}
CALL = {page.path: page.content for page in screen.assets(site(), b"")}
FINDING = {page.path: page.content for page in screen.finding(b"", {})}


@pytest.mark.parametrize(
    "files", [SOURCE, SITE, CALL, FINDING], ids=["source", "site", "call", "finding"]
)
def test_every_import_leads_to_a_file(files):
    found = imported(files)
    assert len(found) > 4
    assert [each for each in found if each[1] not in files] == []


@pytest.mark.parametrize(
    ("below", "published"),
    [
        ("call/", release(CALL) | {"start.js": b""}),
        ("", {k.removeprefix("assets/"): b"" for k in SITE}),
    ],
    ids=["call", "site"],
)
def test_what_is_published_stands_as_in_the_source(below, published):
    names = {name for name in published if name.endswith((".js", ".ts"))}
    assert {f"{below}{name}" for name in names} <= set(SOURCE)
    if below:
        whole = {n[len(below) :] for n in SOURCE if n.startswith(below) and n.endswith(".js")}
        # The worker's file has what it alone imports.
        assert whole - names == {
            f"engine/{each}.js"
            for each in ("decode", "distance", "engine", "lookup", "query", "readings")
        }


def test_the_search_box_of_partners_gets_its_own_scripts_alone():
    assert "screen.js" not in release(FINDING)
    assert {"find.js", "engine/worker.js", "engine/words.js"} <= set(release(FINDING))


MODULES = {
    "call.css": b"",
    "page.js": b'import{same}from"./both.js";import"./other/more.js";',
    "both.js": b'import{one as first}from"./one.js";export const same=()=>first();',
    "one.js": b"export const one=()=>1;",
    "other/more.js": b"",
    "work/add.js": b"export const ONE=1;export function*add(a,b){yield a+b;}",
    "work/more.js": b'import{ONE}from"./add.js";export async function late(){}\nexport let add=n=>n*ONE;',
    "work/sum.js": b'import{add as plus,ONE}from"./add.js";import{add}from"./more.js";export class Sum{}',
    "work/worker.js": b'import{Sum}from"./sum.js";import{same}from"../both.js";new Sum(same());',
}
JOINED = """\
import*as m3 from"./../both.js";
const m0=(()=>{const ONE=1;function*add(a,b){yield a+b;}
return{ONE,add}})();
const m1=(()=>{const{ONE}=m0;async function late(){}
let add=n=>n*ONE;
return{late,add}})();
const m2=(()=>{const{add:plus,ONE}=m0;const{add}=m1;class Sum{}
return{Sum}})();
const{Sum}=m2;const{same}=m3;new Sum(same());"""


def test_what_a_worker_alone_imports_stands_in_its_file():
    found = scripts.joined(MODULES, "work/worker.js")
    assert found.pop("work/worker.js").decode() == JOINED
    left = {"both.js", "call.css", "one.js", "other/more.js", "page.js"}
    assert found == {each: MODULES[each] for each in left}


def test_the_worker_of_the_search_imports_what_pages_have_too_and_no_more():
    worker = scripts.folder("call")["engine/worker.js"].decode()
    assert re.findall(r'\bimport\*as \w+ from"([^"]+)"', worker) == [
        "./confidence.js",
        "./words.js",
    ]
    assert not re.search(r"\bexport\b|\bimport\s*\{", worker)


@pytest.mark.parametrize(
    ("script", "left"),
    [
        ("/** Why. */\na();\n", "a();"),
        ("  // why\n  a(); // why\n", "a();"),
        ("/** @type {A} */ (a).b();\nc();\n/** D. */\nd();\n", "(a).b();c();d();"),
        ("/**\n * One.\n */\nconst a = /** @type {B} */ (b);\n", "const a=(b);"),
        ('const a = "https://x/**";\n', 'const a="https://x/**";'),
        ("const a = `1  // ${b} \n  2`;\n", "const a=`1  // ${b} \n  2`;"),
        ('const a = b(/["`/*]\\/ /);\n', 'const a=b(/["`/*]\\/ /);'),
        ("a()\nb()\n", "a()\nb()"),
        ("/*! Licence */\na();\n", "/*! Licence */a();"),
    ],
)
def test_scripts_are_published_without_comments_and_gaps(tmp_path, script, left):
    file = tmp_path / "a.js"
    file.write_text(script, encoding="utf-8")
    assert scripts._bare(file).decode() == left


SHEETS = {"site.css": "site/css", "call/call.css": "call/css"}


@pytest.mark.parametrize(("sheet", "folder"), SHEETS.items())
def test_a_style_sheet_is_published_with_each_of_its_parts_once(sheet, folder):
    source = (ASSETS / sheet).read_text(encoding="utf-8")
    named = re.findall(r'^@import "([^"]+)";$', source, re.MULTILINE)
    below = posixpath.dirname(sheet)
    parts = [posixpath.join(below, name) for name in named]
    assert sorted(parts) == sorted(f"{folder}/{each.name}" for each in (ASSETS / folder).iterdir())
    whole = scripts.sheet(sheet).decode()
    assert "@import" not in whole
    assert whole.endswith("".join((ASSETS / each).read_text(encoding="utf-8") for each in parts))


def test_every_style_sheet_is_part_of_what_is_published():
    found = {each.relative_to(ASSETS).as_posix() for each in ASSETS.rglob("*.css")}
    # What only a preview shows is no part of a site.
    found.remove("preview/notice.css")
    # The form of cards loads its own.
    found.remove("edit/edit.css")
    assert {each for each in found if posixpath.dirname(each) not in SHEETS.values()} == set(SHEETS)
    assert SITE["assets/site.css"] == scripts.sheet("site.css")
    assert release(CALL)["call.css"] == scripts.sheet("call/call.css")


def test_a_source_is_short_enough_to_be_read_at_a_sitting():
    found = [each for each in ASSETS.rglob("*") if each.suffix in {".js", ".css", ".ts"}]
    # What others wrote is as they published it.
    sources = [each for each in found if ASSETS / "yaml" not in each.parents]
    lengths = {each.name: each.read_text(encoding="utf-8").count("\n") for each in sources}
    assert {name: length for name, length in lengths.items() if length > 450} == {}
