"""How much is read for the mistakes that hide behind the first one."""

import pytest

from scripts_kb.content import parsing, recovering

BROKEN = "- {a: 1\n"


@pytest.mark.parametrize(("size", "copies"), [(1, 20), (10_000, 20), (25_000, 10)])
def test_few_copies_of_a_large_file_are_read(monkeypatch, size, copies):
    content = (BROKEN * size).encode()
    read = []

    def parse(text, *, markdown):
        read.append(text)
        raise parsing.UnreadableError("unclosed", len(read))

    monkeypatch.setattr(recovering, "parse", parse)
    recovering.read(content, parsing.UnreadableError("unclosed"), markdown=False)
    assert len(read) == copies
