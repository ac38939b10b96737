"""A file of a person is whole or as it was, keeps its mode, and leaves no crumb beside it."""

import os
import socket

import pytest

from scripts_kb import files


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def test_a_text_is_written_with_its_own_line_ends_and_bytes_as_they_are(tmp_path):
    files.write(tmp_path / "a.yml", "title: Дорого\r\n")
    files.write(tmp_path / "b.bin", b"\0\r")
    assert (tmp_path / "a.yml").read_bytes() == "title: Дорого\r\n".encode()
    assert (tmp_path / "b.bin").read_bytes() == b"\0\r"
    assert names(tmp_path) == ["a.yml", "b.bin"]


def test_a_file_is_read_whole_or_refused(tmp_path):
    file = tmp_path / "a.yml"
    file.write_bytes(b"12345")
    (tmp_path / "link.yml").symlink_to(file)
    assert (files.read(file, 5), files.read(tmp_path / "link.yml")) == (b"12345", b"12345")
    with pytest.raises(files.LargeFileError):
        files.read(file, 4)


@pytest.mark.parametrize("name", ["pipe", "folder", "device", "socket"])
def test_what_is_no_plain_file_is_refused_at_once(name, tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "device").symlink_to("/dev/zero")
    monkeypatch.chdir(tmp_path)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        with pytest.raises(OSError, match="Not a plain file" if name != "socket" else None):
            files.read(tmp_path / name)


def test_a_new_file_has_the_mode_that_any_other_new_file_has(tmp_path):
    files.write(tmp_path / "a.yml", "")
    (tmp_path / "b.yml").write_text("")
    assert (tmp_path / "a.yml").stat().st_mode == (tmp_path / "b.yml").stat().st_mode


def test_a_file_that_was_there_keeps_its_mode(tmp_path):
    file = tmp_path / "a.yml"
    file.write_text("before")
    file.chmod(0o640)
    files.write(file, "after")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("after", 0o640)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_old_file_and_no_crumb(step, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    file = tmp_path / "a.yml"
    file.write_text("before")
    monkeypatch.setattr(os if step == "fsync" else type(file), step, full)
    with pytest.raises(OSError, match="No space left"):
        files.write(file, "after")
    assert (file.read_text(), names(tmp_path)) == ("before", ["a.yml"])


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(FileNotFoundError):
        files.write(tmp_path / "nowhere" / "a.yml", "")
    assert names(tmp_path) == []


def test_a_link_laid_in_its_place_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / "a.yml").symlink_to("theirs")
    files.write(tmp_path / "a.yml", "ours")
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert (tmp_path / "a.yml").read_text() == "ours"
