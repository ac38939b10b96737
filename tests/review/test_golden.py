"""A small review in each of its forms, word for word: look at each difference.

After a change that was meant: `KB_GOLDEN=write python -m pytest tests/review/test_golden.py`.
"""

import os
import re
from pathlib import Path

import pytest

from .conftest import DOROGO, VIP

FOLDER = Path(__file__).with_name("golden")
REASON = """\
Считаем чашку

С чего началось: двенадцать звонков октября
Почему: сравнивают пачку с пачкой
Зачем: перевести разговор на цену чашки
Чего ждём: чаще просят пробник
На чём основано: insight/october
На что смотрим: десять прослушанных звонков
"""
FORMS = {"terminal": "txt", "markdown": "md", "html": "html", "json": "json"}


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_a_small_review_word_for_word(base, kb, form, monkeypatch):
    monkeypatch.setenv("COLUMNS", "90")
    told = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")
    base.commit(
        REASON,
        {
            "objections/dorogo.yml": f"{told}review_by: 2027-02-01\n",
            "offers/vip.yml": VIP.replace("1490", "1540"),
        },
    )
    _, said, _ = kb("diff", "HEAD~1", "HEAD", "--gate", "--author", "marketing", "--format", form)
    said = re.sub(r"<style>.*?</style>", "<style></style>", said, flags=re.DOTALL)
    file = FOLDER / f"review.{FORMS[form]}"
    if os.environ.get("KB_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")
