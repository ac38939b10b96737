"""The house check: each rule finds what breaks it, and nothing else."""

import pytest

from tools.checks import house


@pytest.mark.parametrize(
    "other",
    ["class Entry:\n    pass\n", "Entry = tuple[str, str]\n", 'Entry: TypeAlias = "str | int"\n'],
)
def test_two_types_of_one_name_are_found_on_both_sides(other):
    package = {"a.py": "import x\n\n\nclass Entry:\n    pass\n", "b.py": other}
    assert [(each.path, each.line) for each in house.shared(package)] == [("a.py", 4), ("b.py", 1)]


@pytest.mark.parametrize(
    "other",
    ["class _Entry:\n    pass\n", "ENTRY = tuple[str, str]\n", "Entry = 1\n", "entry = {}[1]\n"],
)
def test_what_is_private_or_no_type_may_share_a_name(other):
    assert not list(house.shared({"a.py": "class Entry:\n    pass\n", "b.py": other}))


@pytest.mark.parametrize(("lines", "found"), [(house.LONGEST, 0), (house.LONGEST + 1, 1)])
def test_a_file_is_read_at_a_sitting(lines, found):
    assert len(list(house.long({"a.css": "x\n" * lines}))) == found


def test_a_table_of_a_test_is_no_reading():
    table = "TABLE = {\n" + "    1: 2,\n" * house.LONGEST + "}\n"
    assert not list(house.long({"tests/a.py": table}))
    assert len(list(house.long({"scripts_kb/a.py": table}))) == 1


def test_a_late_import_without_a_reason_is_found():
    text = "import a  # noqa: PLC0415\nimport b  # noqa: PLC0415 - a second library\n"
    assert [each.line for each in house.late({"a.py": text})] == [1]


def test_many_late_imports_are_found_each():
    text = "import a  # noqa: PLC0415 - why\n" * (house.LATE_IMPORTS + 1)
    assert len(list(house.late({"a.py": text}))) == house.LATE_IMPORTS + 1
    assert not list(house.late({"a.py": text.partition("\n")[2]}))
