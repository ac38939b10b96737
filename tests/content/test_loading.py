"""The folder: what is read, what is left out, what cannot be opened."""

import os

import pytest

from scripts_kb.content import loading
from scripts_kb.files import LARGEST, LARGEST_CARD
from scripts_kb.problems import UserError

CARD = "id: {}\ntitle: X\nstatus: draft\n"


@pytest.fixture
def content(tmp_path):
    folder = tmp_path / "content"
    (folder / "objections").mkdir(parents=True)
    (folder / "kb.yml").write_text("company: X\n", encoding="utf-8")
    return folder


def lines(content, **more):
    return [each.line("en") for each in loading.load(content, **more)[1]]


def test_a_folder_that_is_not_there_or_holds_nothing_is_the_users_mistake(tmp_path):
    with pytest.raises(UserError, match=r"Нет папки content .* There is no folder content"):
        loading.load(tmp_path / "nope")
    with pytest.raises(UserError, match=r"Папка content пуста.*is empty"):
        loading.load(tmp_path)


def test_a_link_is_named_and_not_followed(content, tmp_path):
    (tmp_path / "secret.yml").write_text(CARD.format("secret"), encoding="utf-8")
    (content / "objections" / "x.yml").symlink_to(tmp_path / "secret.yml")
    (content / "elsewhere").symlink_to(tmp_path)
    base, problems = loading.load(content)
    assert {each.code for each in problems} == {"symlink"}
    assert [each.place.path for each in problems] == [
        "content/elsewhere",
        "content/objections/x.yml",
    ]
    assert list(base.documents) == ["config/kb"]


def test_a_file_that_cannot_be_opened_is_one_problem(content, monkeypatch):
    (content / "objections" / "a.yml").write_text(CARD.format("a"), encoding="utf-8")
    (content / "objections" / "b.yml").write_text(CARD.format("b"), encoding="utf-8")
    opened = os.open

    def refuse(path, flags):
        if path.name == "a.yml":
            raise PermissionError(13, "Permission denied")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    base, problems = loading.load(content)
    assert [(each.code, each.line("en")) for each in problems] == [
        (
            "unreadable",
            (
                "content/objections/a.yml:1:1: unreadable: The file cannot be opened: Permission denied. "
                "See that it is there and may be read."
            ),
        )
    ]
    assert base.exists("objection/a")
    assert base.exists("objection/b")


def test_a_folder_that_cannot_be_opened_is_one_problem(content, monkeypatch):
    iterate = os.scandir

    def refuse(path):
        if path.name == "objections":
            raise PermissionError(13, "Permission denied")
        return iterate(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [each.partition(": ")[0] for each in lines(content)] == ["content/objections:1:1"]


def test_what_is_no_plain_file_is_named_and_never_waited_for(content):
    os.mkfifo(content / "objections" / "a.yml")
    (content / "facts").mkdir()
    os.mkfifo(content / "facts" / "calls.csv")
    assert lines(content) == [
        f"content/{path}:1:1: no-plain-file: This is no plain file but a pipe or a device: there is "
        "nothing to read in it. Take it away and put a file here."
        for path in ("facts/calls.csv", "objections/a.yml")
    ]


def test_a_huge_file_is_refused_before_it_is_read(content, monkeypatch):
    with (content / "objections" / "huge.yml").open("wb") as file:
        os.truncate(file.fileno(), 1 << 40)
    assert LARGEST < 1 << 40
    assert [each.split(": ")[1] for each in lines(content)] == ["too-big"]


def test_a_card_ends_where_reading_it_would_take_too_long(content):
    for name, size in (("fits", LARGEST_CARD), ("huge", LARGEST_CARD + 1)):
        text = f"id: {name}\ntitle: X\n"
        (content / "objections" / f"{name}.yml").write_text(text + "#" * (size - len(text)))
    said = "The file is larger than 250 KB. Split it into cards."
    large = [each for each in lines(content) if ": too-big: " in each]
    assert large == [f"content/objections/huge.yml:1:1: too-big: {said}"]


def test_ignored_hidden_and_foreign_files_are_no_part(content):
    for name in (".draft.yml", "Thumbs.db", "desktop.ini", "ignored.yml"):
        (content / "objections" / name).write_text(": [", encoding="utf-8")
    (content / ".git").mkdir()
    (content / ".git" / "config").write_text("x", encoding="utf-8")
    assert lines(content, ignored=frozenset({"objections/ignored.yml"})) == []


def test_files_without_versions_are_known_and_not_read(content):
    for name in ("facts/calls.csv", "materials/x.pdf", "guide/index.md"):
        (content / name).parent.mkdir()
        (content / name).write_bytes(b"\xff")
    base, problems = loading.load(content)
    assert problems == []
    assert base.files == {"kb.yml", "facts/calls.csv", "materials/x.pdf", "guide/index.md"}


@pytest.mark.parametrize(
    ("text", "language", "zone"),
    [
        ("company: X\nlanguage: en\ntime_zone: Asia/Almaty\n", "en", "Asia/Almaty"),
        ("compani: X\nlanguage: en\ntime_zone: Asia/Almaty\n", "en", "Asia/Almaty"),
        ("company: [\nlanguage: en\n", "en", "UTC"),
        ("company: [\nlanguage: ru\n", "ru", "UTC"),
        ("language: en\ntime_zone: Nowhere\n", "en", "UTC"),
        ("language: klingon\n", "ru", "UTC"),
    ],
)
def test_the_language_is_known_even_where_the_settings_have_a_mistake(
    content, text, language, zone
):
    (content / "kb.yml").write_text(text, encoding="utf-8")
    base, _ = loading.load(content)
    assert (base.kb.language, base.zone.key) == (language, zone)


@pytest.mark.parametrize(
    ("name", "text", "entity"),
    [
        ("x.yml", "id: dorogo\nfoo: [", "objection/dorogo"),
        ("x.yml", "id: 'dorogo'\r\nfoo: [", "objection/dorogo"),
        ("dorogo.yml", "foo: [", "objection/dorogo"),
        ("dorogo.yml", "", "objection/dorogo"),
    ],
)
def test_an_unreadable_file_still_stands_for_its_entity(content, name, text, entity):
    (content / "objections" / name).write_bytes(text.encode())
    base, problems = loading.load(content)
    assert len(problems) == 1
    assert base.exists(entity)
    assert not base.exists("objection/foo")


POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)


@pytest.mark.parametrize("path", ["materials/price.pdf", "facts/calls.csv", "objections/x.yml"])
def test_a_pointer_of_git_lfs_is_no_file(content, path):
    file = content / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(POINTER)
    assert loading.load(content)[1][0].line() == (
        f"content/{path}:1:1: lfs-pointer: Вместо файла content/{path} лежит указатель Git LFS. "
        "Выполните git lfs pull, а лучше положите в репозиторий сам файл."
    )


def test_an_empty_material_is_refused(content):
    (content / "materials").mkdir()
    (content / "materials/price.pdf").touch()
    assert [each.split(": ")[1] for each in lines(content)] == ["empty-material"]
