"""The pictures of the README: there, small, told in words, and what takes them says why it cannot."""

import json
import re
from pathlib import Path

import pytest

from tools import chromium
from tools.pictures import __main__ as pictures
from tools.pictures import imported, scenes

ROOT = Path(__file__).resolve().parents[2]


def shown(readme: str) -> dict[str, str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return {
        path: " ".join(alt.split()) for alt, path in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)
    }


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_the_readme_shows_every_picture_and_says_what_is_on_it(readme):
    found = shown(readme)
    assert set(found) == {f"tools/pictures/{each.name}" for each in scenes.PICTURES}
    assert all(len(alt) > 40 for alt in found.values())


@pytest.mark.parametrize("picture", scenes.PICTURES, ids=lambda each: each.name)
def test_a_picture_is_small_and_of_its_window(picture):
    content = (ROOT / "tools/pictures" / picture.name).read_bytes()
    assert content[:4] + content[8:16] == b"RIFFWEBPVP8X"
    assert len(content) < 100_000
    # Source: the extended header of WebP holds both sizes, less one, in three bytes each.
    width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
    assert (width, height) == (picture.width, picture.height)


def test_what_they_show_is_kept_in_words():
    kept = json.loads(scenes.SHOWN.read_text(encoding="utf-8"))
    assert list(kept) == [each.name for each in scenes.PICTURES]
    assert all(len(words) > 10 for words in kept.values())


@pytest.mark.parametrize("script", imported.SCRIPTS, ids=lambda each: each.language)
def test_the_guide_shows_an_imported_script_and_says_what_is_on_it(script):
    # The address is that of the site, where the guide is a folder: a preview reads it alike.
    guide = (ROOT / f"scripts_kb/guide/{script.language}/keeper-bring.md").read_text(
        encoding="utf-8"
    )
    (told,) = re.findall(r'<img src="\.\./import\.webp"[^>]*alt="([^"]*)">', guide)
    assert len(told) > 40
    assert len(script.picture.read_bytes()) < 60_000
    assert (imported.MADE / script.document).is_file()


def test_without_chromium_or_with_arguments_it_says_so(monkeypatch, capsys):
    assert pictures.main(["--all"]) == 2
    monkeypatch.setattr(chromium, "find", lambda: None)
    assert pictures.main([]) == 2
    assert chromium.VARIABLE in capsys.readouterr().err
