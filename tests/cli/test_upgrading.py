"""A base of an earlier release, kept as it was: it is checked, upgraded and built, its past intact.

`base-0.1.tar.xz` is `git archive 073fcd9 content mkdocs.yml`: what 0.1 read and published.
"""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from scripts_kb import __version__
from scripts_kb.app import build, pins, upgrading, workspace
from scripts_kb.content import age, starter
from scripts_kb.schema import json_schema

KEPT = Path(__file__).parent / "base-0.1.tar.xz"
TODAY = "2026-11-28"
NOW = age.release(__version__)
REASON = """\
Спрашиваем о пробе

С чего началось: Тринадцать из тридцати клиентов замолчали после прежней фразы
Почему: На утверждение нечего ответить
Зачем: Клиент сам называет срок
Чего ждём: Больше разговоров дойдёт до пробы
"""


@pytest.fixture
def old(folder, monkeypatch):
    """Gives the kept base with a little history of its own."""
    monkeypatch.setenv("SCRIPTS_KB_TODAY", TODAY)
    with tarfile.open(KEPT) as packed:
        # Python 3.11.2, which Debian 12 has, knows no filters.
        kept = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        packed.extractall(folder.root, **kept)  # noqa: S202 - of our own
    folder.commit("Начинаем", {})
    content = folder.root / "content"
    (card,) = [each for each in content.rglob("*.yml") if "id: dorogo\n" in each.read_text("utf-8")]
    text = card.read_text("utf-8")
    told = text.replace("Понимаю", "Понимаю вас", 1)
    assert told != text
    folder.commit(REASON, {card.relative_to(content).as_posix(): told})
    return folder


def past(kb):
    code, out, _ = kb("log", "--json")
    assert code == 0
    return [row for row in json.loads(out) if row["entity"] != "config/kb"]


@pytest.mark.slow
def test_a_base_of_0_1_keeps_its_history_and_is_built(old, kb):
    before = past(kb)
    assert len(before) > 80
    assert kb("check")[0] == 0
    code, out, err = kb("fmt", "--upgrade")
    assert (code, out.splitlines()) == (
        0,
        ["content/kb.yml", "mkdocs.yml", ".gitattributes", ".gitignore", "build/docs/.gitignore"],
    )
    assert NOW in err
    text = (old.root / "content/kb.yml").read_text("utf-8")
    assert f"\nmade_for: '{NOW}'\n" in text
    assert (old.root / "mkdocs.yml").read_bytes() == upgrading._ours("mkdocs.yml")
    old.commit("Обновляем программу", {})
    assert past(kb) == before
    # Nobody is asked why: a customer hears nothing else.
    _, _, told = kb("diff", "--gate", "HEAD~1", "HEAD")
    assert "gate-unexplained" not in told
    made = build.tree(workspace.find(None), old.root / "build/docs")
    assert [each for each in made.problems if each.severity == "error"] == []
    assert kb("fmt", "--upgrade")[1] == ""
    assert old.git("status", "--porcelain") == ""


def test_what_would_change_is_said_and_nothing_is_written(folder, kb):
    before = (folder.root / "content/kb.yml").read_bytes()
    code, out, _ = kb("fmt", "--upgrade", "--check")
    assert (code, "content/kb.yml" in out.splitlines()) == (1, True)
    assert (folder.root / "content/kb.yml").read_bytes() == before
    assert not (folder.root / "mkdocs.yml").exists()


def test_what_people_made_their_own_is_left_and_named(folder, kb):
    (folder.root / "mkdocs.yml").write_text("site_name: Моё\n", "utf-8")
    (folder.root / ".gitignore").write_text("mine\n")
    (folder.root / "schemas").mkdir()
    (folder.root / pins.FILE).write_text("scripts-kb==0.1.0\n--find-links wheels\n")
    code, out, err = kb("fmt", "--upgrade")
    assert (code, "mkdocs.yml" in out) == (0, False)
    assert "mkdocs.yml правили сами" in err
    assert (folder.root / "mkdocs.yml").read_text("utf-8") == "site_name: Моё\n"
    assert (folder.root / ".gitignore").read_text() == "mine\n"
    names = {path.name for path in (folder.root / "schemas").iterdir()}
    assert names == {name for name, _ in json_schema.files("ru")}
    pinned = (folder.root / pins.FILE).read_text("utf-8")
    assert f"scripts-kb=={__version__}\n" in pinned
    assert pinned.endswith("--find-links wheels\n")


SETTINGS = [
    # as it stands → how it becomes, None where it is refused
    ("company: X\nlanguage: ru\n", f"company: X\nlanguage: ru\nmade_for: '{NOW}'\n"),
    ("company: X\nmade_for: 0.1  # тогда\n", f"company: X\nmade_for: '{NOW}'  # тогда\n"),
    (f"company: X\nmade_for: '{NOW}'\n", f"company: X\nmade_for: '{NOW}'\n"),
    ("company: [", None),
    ("- company\n", None),
    ("company: X\nmade_for: 99.10\n", None),
]


@pytest.mark.parametrize(("before", "after"), SETTINGS)
def test_settings_take_the_release_and_keep_every_other_byte(folder, kb, before, after):
    folder.write({"kb.yml": before})
    code, _, err = kb("fmt", "--upgrade")
    stands = (folder.root / "content/kb.yml").read_text("utf-8")
    assert (code, stands) == ((0, after) if after else (2, before))
    assert after or len(err.splitlines()) == 1


@pytest.mark.parametrize("argv", [["check"], ["fmt"], ["fmt", "--upgrade"], ["export"]])
def test_a_tool_that_is_older_than_the_base_says_so_in_one_line(folder, kb, argv):
    folder.commit(
        "Позже", {"kb.yml": "company: X\nlanguage: ru\nmade_for: '99.10'\nlater: [field]\n"}
    )
    code, out, err = kb(*argv)
    assert (code, out) == (2, "")
    said = f"content/kb.yml: база сделана для scripts-kb 99.10, а здесь {__version__}. Обновите: "
    assert err.startswith(f"kb: {said}python3 -m pip install -U scripts-kb. / content/kb.yml: ")
    assert len(err.splitlines()) == 1


def test_what_a_release_wrote_is_known_again():
    # Who changes the file adds the former sum to FORMER, or bases of before keep the former file.
    now = hashlib.sha256((starter.FOLDER / "beside/mkdocs.yml").read_bytes()).hexdigest()
    assert now == "aa6b111f497f8c829081e943faf06f2c88fb2569fa90a8d11499a4fc5975f700"
    assert now not in upgrading.FORMER


def test_an_upgrade_is_of_the_whole_base(folder, kb):
    assert kb("fmt", "--upgrade", folder.root / "content/kb.yml")[0] == 2
