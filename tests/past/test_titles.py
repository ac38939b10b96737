"""What a change is called where people read it: never in the words of git."""

import pytest

from scripts_kb.past import titles
from scripts_kb.past.records import Rationale

WHY = Rationale("trailers", purpose="отвечать условием, до которого дотянутся. Остальное — потом.")


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Цена выросла", "Цена выросла"),
        ("Merge branch 'obyom'", ""),
        ("Merge branch 'obyom' into 'main'", ""),
        ("Merge remote-tracking branch 'origin/x'", ""),
        ("Merge pull request #12 from shop/obyom", ""),
        ("Merged in obyom (pull request #3)", ""),
        ("Merged PR 7: Цена выросла", "Цена выросла"),
        ("Merge two cards of one objection", "Merge two cards of one objection"),
        ('Revert "Цена выросла"', "Вернули как было: Цена выросла"),
        ('Revert "Цена выросла (#7)" (#8)', "Вернули как было: Цена выросла"),
        ('Revert "Revert "Цена выросла""', "Снова действует: Цена выросла"),
        ('Reapply "Цена выросла"', "Снова действует: Цена выросла"),
        ("Revert \"Merge branch 'x'\"", "Вернули как было: Изменение"),
        ("Revert to the old price", "Revert to the old price"),
        ("Цена выросла (#7)", "Цена выросла"),
        ("Цена выросла (!7)", "Цена выросла"),
        ("Squashed commit of the following:", ""),
        ("Update dorogo.yml", ""),
        ("Update content/objections/цена/дорого.yml", ""),
        ("Create Мой скрипт.yml (#7)", ""),
        ("Rename a.yml to b.yml", ""),
        ("Update 3 files", ""),
        ("Add files via upload", ""),
        ("Upload files to 'content/materials'", ""),
        ("Apply 2 suggestion(s) to 1 file(s)", ""),
        ("Initial commit", ""),
        ("fixup! squash! Цена выросла", "Цена выросла"),
        ("<!-- Этот текст прочитают продажи -->", ""),
        ("Цена выросла <!-- почему -->", "Цена выросла"),
        ('Revert "Update dorogo.yml"', "Вернули как было: Изменение"),
        ("Update the price list", "Update the price list"),
        ("Add an answer to “too expensive”", "Add an answer to “too expensive”"),
    ],
)
def test_no_words_of_git_are_left_in_what_an_author_noted(subject, shown):
    assert titles.authored(subject, "ru") == shown


@pytest.mark.parametrize(
    ("reason", "title"),
    [
        (Rationale("file", title="Объём с двадцати"), "Объём с двадцати"),
        (WHY, "Отвечать условием, до которого дотянутся"),
        (None, "Изменение"),
    ],
)
def test_a_merge_is_called_by_its_reason(reason, title):
    assert titles.title(reason, "Merge branch 'obyom'", "ru") == title
