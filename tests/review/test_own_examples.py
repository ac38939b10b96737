"""The examples that we print are reasons that our own gate takes."""

import re
from pathlib import Path

import pytest

from .conftest import DOROGO

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "README.md",
    "README.ru.md",
    "scripts_kb/guide/ru/marketer.md",
    "scripts_kb/guide/en/marketer.md",
)
SPOKEN = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")
INSIGHT = "id: 2026-10-calls\ntitle: Звонки октября\nsample: 120\n"
BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL
)


def examples(page):
    """Give the messages among the samples of a page: those that name a cause."""
    for block in BLOCK.finditer((ROOT / page).read_text(encoding="utf-8")):
        text = re.sub(f"^{block['indent']}", "", block["text"], flags=re.MULTILINE)
        if block["kind"] in {"", "text"} and re.search(r"^(?:Почему|Cause):", text, re.MULTILINE):
            yield text


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_message_of_a_page_passes_the_gate(base, kb, diff, page):
    base.commit("Голос клиента", {"insights/2026-10-calls.yml": INSIGHT})
    (message,) = examples(page)
    base.commit(message, {"objections/dorogo.yml": SPOKEN})
    (entry,) = diff("HEAD~1", "HEAD")["entities"]
    assert entry["gaps"] == []
    code, out, _ = kb("diff", "HEAD~1", "HEAD", "--gate", "--author", "sales")
    assert code == 0, out


@pytest.mark.slow
def test_our_template_filled_in_passes_the_gate(base, kb):
    base.commit("Голос клиента", {"insights/2026-10-calls.yml": INSIGHT})
    answers = iter(
        (
            "41 из 120 начинают с цены",
            "вилка звучала поздно",
            "говорить о чашке раньше, чем о пачке",
            "меньше обрывов",
            "insight/2026-10-calls.",
            "на каком шаге кладут трубку",
        )
    )
    template = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    body = re.sub(r"(?<=\?\*\*)", lambda _: f" {next(answers)}", template)
    base.commit(f"Сначала цена чашки (#12)\n\n{body}", {"objections/dorogo.yml": SPOKEN})
    code, out, _ = kb("diff", "HEAD~1", "HEAD", "--gate", "--author", "sales")
    assert code == 0, out
