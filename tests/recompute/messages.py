"""Random messages of commits: reasons written well, badly, in two languages, on hostile ground."""

import random
from collections.abc import Sequence
from typing import Final

_KEYS: Final = {
    "text": (
        *("Origin", "Cause", "Purpose", "Effect", "Watch"),
        *("С чего началось", "Почему", "Зачем", "Чего ждём", "Чего ждем", "На что смотрим"),
    ),
    "list": ("Evidence", "Agreed", "На чём основано", "Согласовали"),
    "single": ("Class", "By", "Urgent", "Тип", "Предлагает", "Срочно"),
    "expect": ("Expect", "Прогноз"),
    "change": ("Change", "Изменение"),
}
_SLIPS: Final = ("Couse", "Orgin", "Purposes", "Почиму", "Зачемм", "Efect", "Bi", "Тик", "Chance")
_TEXTS: Final = ("41 из 120 начинают с цены", "не знали порога: 2 000 ₽", "чтобы не терять", "a")
_PROSE: Final = (
    "",
    "",
    "Просто текст, без ключей.",
    "---------",
    "---",
    "Co-authored-by: A <a@b.c>",
    "Signed-off-by: Б <b@b.c>",
    "Fixes #12: мелочь",
    " отступ: Cause: не ключ",
    "\tтаб",
    "    Cause: цитата кода",
    "* Origin: пункт списка",
    "see Origin: не в начале",
    "https://example.test/a: b",
    "Origin без двоеточия",
)


def _cased(rng: random.Random, key: str) -> str:
    return rng.choice((key, key, key.lower(), key.upper()))


def _trailer(rng: random.Random, notes: Sequence[str]) -> list[str]:
    form = rng.choice(("text", "text", "text", "list", "single", "expect", "change", "slip"))
    space = rng.choice((" ", " ", ""))
    if form == "slip":
        return [f"{rng.choice(_SLIPS)}:{space}{rng.choice(_TEXTS)}"]
    key = _cased(rng, rng.choice(_KEYS[form]))
    if form == "list":
        items = rng.sample(("insight/x", "sales", "https://a.b/c", "marketing"), rng.randint(1, 3))
        return [f"{key}:{space}{', '.join(items)}"]
    if form == "single":
        return [f"{key}:{space}{rng.choice(('tactical', 'sales', 'true', 'factual', ''))}"]
    if form == "expect":
        text = rng.choice(
            ("conversion of script/x +3pp by 2026-12-31", "conversion of script/x -10%", "рост")
        )
        return [f"{key}:{space}{text}"]
    if form == "change":
        return [f"{key}:{space}{rng.choice(notes)}"]
    text = rng.choice((*_TEXTS, ""))
    more = [f" {rng.choice(('', '  '))}продолжение {rng.randint(1, 2)}"] * rng.choice((0, 0, 1, 2))
    return [f"{key}:{space}{text}", *more]


def written(rng: random.Random, *, revert: str | None, notes: Sequence[str], picked: str) -> bytes:
    """Write a message.

    Args:
        rng: chooses everything.
        revert: the commit that this one reverts.
        notes: ids of change files that a `Change:` may name.
        picked: a commit that a cherry-pick may name.
    """
    subject = rng.choice(("Правка", "Cause: в теме не ключ", "Цена", "Merge branch 'side'"))
    lines = [subject]
    if rng.random() < 0.85:
        lines.append("")
    for _ in range(rng.choice((0, 0, 1, 2, 4))):
        if rng.random() < 0.3:
            lines.append(rng.choice(_PROSE))
        else:
            lines.extend(_trailer(rng, notes))
    if revert:
        lines[0] = f'Revert "{lines[0]}"'
        end = rng.choice((".", ", reversing", "\n"))
        name = revert if rng.random() < 0.8 else revert[:10]
        lines.insert(rng.randint(1, len(lines)), f"This reverts commit {name}{end}")
    if rng.random() < 0.06:
        lines.append(f"(cherry picked from commit {picked})")
    text = rng.choice(("\n", "\n", "\n", "\r\n")).join(lines) + rng.choice(("", "\n"))
    if rng.random() < 0.03:
        return text.encode() + b"\n\xcf\xf0\xe8\xe2\xe5\xf2"
    return text.encode()


def squashed(rng: random.Random, blocks: Sequence[bytes]) -> bytes:
    """Join messages as hosting sites do when they squash."""
    between = rng.choice((b"\n\n* ", b"\n\n---------\n\n", b"\n\n"))
    return b"Squash\n\n" + between.join(blocks)
