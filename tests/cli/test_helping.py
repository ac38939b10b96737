"""Help speaks the language of the base, else of the person, and both languages say the same."""

import click
import pytest

from scripts_kb.cli import COMMANDS, helping, kb
from scripts_kb.cli.examples import EXAMPLES
from scripts_kb.language.catalogue import catalogue

TEXTS = catalogue("help")
RUSSIAN = {"kb.yml": "company: X\nlanguage: ru\n"}
ENGLISH = {"kb.yml": "company: X\nlanguage: en\n"}


def all_below(group=kb, name=""):
    yield name, group
    context = click.Context(group)
    for each in group.list_commands(context) if isinstance(group, click.Group) else ():
        yield from all_below(group.get_command(context, each), f"{name} {each}".strip())


def english():
    """Give each key of the catalogue with the English that the code has for it."""
    for name, line in COMMANDS.items():
        yield f"kb {name}", line
    for name, command in all_below():
        yield name or "kb", helping.plain(command.help)
        for each in command.params:
            if isinstance(each, click.Option) and each.opts[0] != "--version" and each.help:
                yield helping.key_of(each.opts[0], name), each.help


@pytest.fixture
def speaking(monkeypatch):
    """Gives what sets the locale of the person."""

    def speak(**variables):
        for each in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(each, raising=False)
        monkeypatch.setattr("locale.getlocale", lambda: (None, None))
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return speak


def test_each_text_of_the_catalogue_is_that_of_the_code():
    found = list(english())
    said = [(key, TEXTS.say(key, "en")) for key, _ in found]
    assert said == found
    clicks = {each for each in TEXTS.texts if each.startswith("click-")}
    assert set(TEXTS.texts) - clicks - {"for-example"} == {key for key, _ in found}


@pytest.mark.parametrize("name", ["", *EXAMPLES])
def test_in_a_russian_base_nothing_of_a_help_is_english(folder, kb, name):
    code, out, _ = kb(*name.split(), "--help")
    assert code == 0
    assert out.startswith(f"Как вызвать: kb {name}".rstrip())
    # Lines are broken where the window ends; words of paragraphs stand in the same order.
    told = " ".join(out.split())
    assert helping.plain(TEXTS.say(name or "kb", "ru")).replace("\n\n", " ") in told
    assert "Показать эту подсказку." in told
    english_ones = [en for ru, en in TEXTS.texts.values() if ru != en and len(en.split()) > 2]
    assert [each for each in english_ones if each in told] == []
    assert not {"Usage:", "Options:", "Commands:", "[default:", "For example:"} & set(told.split())
    if name:
        assert f"Например: {EXAMPLES[name]}" in told


@pytest.mark.parametrize(
    ("base", "person", "usage"),
    [
        (RUSSIAN, {"LANG": "en_US.UTF-8"}, "Как вызвать:"),
        (ENGLISH, {"LANG": "ru_RU.UTF-8"}, "Usage:"),
        (None, {"LANG": "ru_RU.UTF-8"}, "Как вызвать:"),
        (None, {"LANG": "ru"}, "Как вызвать:"),
        (None, {"LC_ALL": "en_GB.UTF-8", "LANG": "ru_RU.UTF-8"}, "Usage:"),
        (None, {}, "Usage:"),
    ],
)
def test_the_base_decides_and_where_there_is_none_the_person(
    folder, kb, speaking, monkeypatch, base, person, usage
):
    speaking(**person)
    if base is None:
        (folder.root / "empty").mkdir()
        (folder.root / "content/kb.yml").unlink()
        monkeypatch.chdir(folder.root / "empty")
    else:
        folder.write(base)
    assert kb("--help")[1].startswith(usage)
    assert kb("import")[2].startswith(usage)
    assert kb("import", "voice", "-h")[1].startswith(usage)


def test_windows_names_its_locale_in_words(speaking, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    speaking()
    monkeypatch.setattr("locale.getlocale", lambda: ("Russian_Russia", "1251"))
    assert helping.language_here() == "ru"
