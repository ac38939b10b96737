"""What a server says with each answer: made of what was really built, kept beside the sites."""

import json
import re
from pathlib import Path

import pytest

from scripts_kb.app import doors, dressing
from scripts_kb.app.doors import headers, servers, setting
from scripts_kb.app.doors.headers import SiteHeaders
from scripts_kb.app.dressing import SiteRecord
from scripts_kb.app.workspace import Workspace
from scripts_kb.pages.call import hashes
from scripts_kb.problems import UserError
from scripts_kb.schema.config import EditTarget, Embed, Feedback, Kb

PAGES = [
    # around the text of a page → the scripts that a policy names
    ("<script>a()</script>", ["a()"]),
    ("<script type=module>a()</script><script type='text/javascript'>b()</script>", ["a()", "b()"]),
    ('<script src="a.js"></script><script async src=b.js></script>', []),
    ('<script id="c" type="application/json">{}</script>', []),
    ("<script>\n</script>", ["\n"]),
    # Inside the text it is nobody's, whatever it closes before.
    ("<script>a()</script><article><p><script>b()</script></article><script>c()</script>", "ac"),
    ("<article></article><script>b()</script></article><script>c()</script>", "c"),
    ("<p>no script</p>", []),
]


@pytest.mark.parametrize(("page", "found"), PAGES)
def test_scripts_of_the_theme_are_named(page, found):
    said = [each if len(each) > 1 or each == "\n" else f"{each}()" for each in found]
    assert [each.decode() for each in headers.scripts(page.encode())] == said


def policy(site: SiteHeaders) -> dict[str, list[str]]:
    rules = (rule.split() for rule in site.headers[headers.POLICY].split(";"))
    return {name: values for name, *values in rules}


def test_a_policy_names_what_is_ours_and_what_kb_yml_names():
    kb = Kb(feedback=Feedback(post="https://user:word@CRM.example:8443/hook?a=1;script-src *"))
    made = policy(headers.of(kb, "team", [b"a()", b"a()"]))
    assert made["default-src"] == ["'none'"]
    assert made["script-src"] == ["'self'", f"'{hashes.integrity(b'a()')}'"]
    assert made["connect-src"] == ["'self'", "https://crm.example:8443"]
    assert made["frame-ancestors"] == ["'none'"]
    edit = EditTarget(hosting="gitea", api="https://git.example/api/v1", repo="cafe/scripts")
    both = Kb(feedback=Feedback(post="https://crm.example"), edit=edit)
    sent = ["'self'", "https://crm.example", "https://git.example"]
    assert policy(headers.of(both, "heads", []))["connect-src"] == sent
    assert policy(headers.of(both, "partner", []))["connect-src"] == ["'self'"]
    # Partners answer nobody back.
    assert policy(headers.of(kb, "partner", []))["connect-src"] == ["'self'"]


def test_the_screen_for_a_crm_may_be_framed_by_it_and_all_else_by_nobody():
    kb = Kb(embed=Embed(origins=("https://crm.example",)))
    framed = [each for each in headers.of(kb, "team", []).paths if "call/embed" in each.match]
    assert [each.headers[headers.POLICY].rpartition("; ")[2] for each in framed] == [
        "frame-ancestors https://crm.example"
    ]
    assert re.match(framed[0].match, "/call/embed/")
    for site in (headers.of(kb, "partner", []), headers.of(Kb(), "team", [])):
        assert not any("call/embed" in each.match for each in site.paths)


ADDRESSES = [
    # address → what is kept how long
    ("/assets/stylesheets/main.57a0d79d.min.css", "max-age=31536000, immutable"),
    ("/assets/javascripts/bundle.c8b220af.min.js", "max-age=31536000, immutable"),
    ("/assets/site.css", "no-cache"),
    ("/call/answers/0a1b2c.json", "no-cache"),
    ("/materials/assets/a.57a0d79d.min.js", "no-cache"),
    ("/sw.js", "no-cache"),
    ("/", "no-cache"),
]


@pytest.mark.parametrize(("address", "kept"), ADDRESSES)
def test_only_what_is_named_by_its_content_is_kept(address, kept):
    site = headers.of(Kb(), "team", [])
    found = [each.headers for each in site.paths if re.search(each.match, address)]
    assert {**site.headers, **(found[0] if found else {})}[headers.CACHE] == kept


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/kb.yml").write_text("company: X\n")
    for name in ("site", "site-heads"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(f"<script>'{name}'</script>")
    return tmp_path


def test_each_site_has_its_entry_and_a_file_that_says_so_is_left(base):
    where = Workspace(base / "content", None, "content")
    doors.told(where, base / "site", "team")
    doors.told(where, base / "site-heads", "heads")
    known = json.loads((base / "headers.json").read_text())
    assert (known["version"], [*known["sites"]]) == (1, ["site", "site-heads"])
    assert hashes.integrity(b"'site'") in known["sites"]["site"]["headers"][headers.POLICY]
    stamp = (base / "headers.json").stat().st_mtime_ns
    doors.told(where, base / "site", "team", stands=True)
    assert (base / "headers.json").stat().st_mtime_ns == stamp
    # A file that somebody spoiled or took away is made anew, as far as is known.
    (base / "headers.json").write_text('{"sites": 3}')
    doors.told(where, base / "site", "team", stands=True)
    assert [*headers.read(base)] == ["site"]
    assert not [*(base / "site").glob("headers*")]


def test_a_page_that_stands_is_not_read_for_its_scripts(base, monkeypatch):
    site, where = base / "site", Workspace(base / "content", None, "content")
    for name, script in (("a", "a()"), ("b", "b()"), ("c", "'site'")):
        (site / f"{name}.html").write_text(f"<script>{script}</script>")

    def named() -> SiteRecord:
        return SiteRecord("key", files=dressing.hashes(site, {}))

    told = doors.told(where, site, "team", named())
    dressing.write(base / "record", told)
    (site / "a.html").write_text("<script>other()</script>")
    (site / "b.html").unlink()
    now, read, scripts = named(), list[bytes](), headers.scripts
    monkeypatch.setattr(headers, "scripts", lambda page: read.append(page) or scripts(page))
    again = doors.told(where, site, "team", now, dressing.read(base / "record"))
    assert read == [b"<script>other()</script>"]
    assert again == doors.told(where, site, "team", now)
    allowed = policy(headers.read(base)["site"])["script-src"][1:]
    assert allowed == sorted(f"'{hashes.integrity(each)}'" for each in (b"'site'", b"other()"))


def test_a_server_that_is_set_up_is_told_with_each_build(base):
    where = Workspace(base / "content", None, "content")
    doors.told(where, base / "site", "team")
    assert not (base / "serve").exists()
    (base / "serve").mkdir()
    (base / "serve/kb.caddy").touch()
    doors.told(where, base / "site", "team", stands=True)
    told = {each.name: each.read_text() for each in (base / "serve/headers").iterdir()}
    assert [*told] == ["site.caddy"]
    assert headers.read(base)["site"].headers[headers.POLICY] in told["site.caddy"]


def test_every_address_is_told_to_each_server():
    site = headers.of(Kb(embed=Embed(origins=("https://crm.example",))), "team", [])
    for tell in servers.FORMS.values():
        told = tell(site)
        assert all(each.match in told for each in site.paths)
        assert told.count("https://crm.example") == 1


MISTAKES = [
    # folder, domain → whose mistake it is
    ("kb base", "kb.example.org", "serve-folder"),
    ("a{b}", "kb.example.org", "serve-folder"),
    ('a";b', "kb.example.org", "serve-folder"),
    ("kb", "https://kb.example.org", "no-domain"),
    ("kb", "kb.example.org/path", "no-domain"),
    ("kb", "kb; deny all", "no-domain"),
    ("kb", "", "no-domain"),
]


@pytest.mark.parametrize(("folder", "domain", "code"), MISTAKES)
@pytest.mark.parametrize("server", servers.FORMS)
def test_what_a_server_would_read_its_own_way_is_refused(tmp_path, server, folder, domain, code):
    with pytest.raises(UserError) as refused:
        setting.files(tmp_path / folder, server, domain)
    assert refused.value.key == code
