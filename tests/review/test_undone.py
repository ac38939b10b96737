"""A review knows what its commits take back, though that landed long before."""

import pytest

from .conftest import DOROGO, VIP

SPOKEN = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["sha", "short", "subject"])
def test_a_revert_is_explained_and_what_came_with_it_is_not(base, diff, form):
    undone = base.commit("Меняем ответ (#11)\n\nПочему: проба", {"objections/dorogo.yml": SPOKEN})
    base.commit("Ещё", {"insights/october.yml": "id: october\ntitle: Октябрь\nsample: 121\n"})
    message = {
        "sha": f"Цена (#12)\n\n* Вернуть\n\nThis reverts commit {undone}.\n\n* Цена",
        "short": f"Цена (#12)\n\n* Вернуть\n\nThis reverts commit {undone[:9]} (x).\n\n* Цена",
        "subject": 'Revert "Меняем ответ (#11)" (#12)\n\nReverts company/kb#11',
    }[form]
    base.commit(
        message, {"objections/dorogo.yml": DOROGO, "offers/vip.yml": VIP.replace("1490", "9")}
    )
    found = {each["entity"]: each for each in diff("HEAD~1", "HEAD", "--gate")["entities"]}
    assert [each["reverts"] for each in found["objection/dorogo"]["rationales"]] == [undone]
    assert found["offer/vip"]["rationales"] == []
    assert "unexplained" in found["offer/vip"]["gaps"]
