"""A reason that landed is told otherwise later: shown, and its department is asked."""

import pytest

NOTE = """\
id: cup
title: Считаем чашку
by: sales
class: tactical
cause: Сравнивают пачку с пачкой
applies_to: [objection/dorogo]
"""
OTHER = NOTE.replace("Сравнивают пачку с пачкой", "Просто решили")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("after", "said", "code"),
    [
        (OTHER, ["--author", "marketing"], "gate-retold"),
        (None, ["--author", "marketing"], "gate-retold"),
        (OTHER, [], "gate-retold"),
        (OTHER, ["--author", "sales"], "gate-retold-agreed"),
        (OTHER, ["--author", "marketing", "--approved", "sales"], "gate-retold-agreed"),
        (NOTE.replace("by: sales", "by: marketing"), ["--author", "marketing"], "gate-retold"),
        (f"{NOTE}learned: Помогло\npurpose: Показать чашку\n", ["--author", "marketing"], None),
        (NOTE.replace("id: cup", "# правка\nid: cup"), ["--author", "marketing"], None),
    ],
)
def test_who_gave_a_reason_is_asked_before_it_is_told_otherwise(base, kb, diff, after, said, code):
    base.commit("Причина", {"changes/cup.yml": NOTE})
    base.commit("Иначе", {"changes/cup.yml": after})
    found = diff("HEAD~1", "HEAD", "--gate", *said)["problems"]
    assert [each["code"] for each in found if each["code"].startswith("gate-retold")] == (
        [code] if code else []
    )
    assert kb("diff", "HEAD~1", "HEAD", "--gate", *said)[0] == int(code == "gate-retold")
    for each in found:
        if each["code"] == "gate-retold":
            assert "Продажи" in each["fix"]
