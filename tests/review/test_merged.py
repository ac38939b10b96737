"""Edits of one card by several people, merged: each passes by its own reason.

main ●──A──M   request: answers[cup] by A, answers[probe] by B
      ╲─B─╱    «почему» of A says nothing of what B did beside it
"""

import json

import pytest

from tests.review.conftest import DOROGO

CUP, PROBE, TITLE, WHEN = "answers[cup].say", "answers[probe].say", "title", "answers[cup].when"
WORDS = {
    TITLE: ("title: Дорого\n", "title: Дороговато стало\n"),
    WHEN: ("Сравнивает с пачкой", "Сравнивает с кафе напротив"),
    CUP: ("Сравниваете пачку или чашку?", "Что для вас дорого?"),
    PROBE: ("Давайте привезу на пробу.", "Купите сразу три пачки."),
}
AGREED = ("--approved", "sales,marketing,director,trade")


def why(who):
    """Write a whole reason, known by who gave it."""
    return (
        "Меняем ответ\n\n"
        f"С чего началось: Двенадцать клиентов октября замолчали после слов, заметила {who}\n"
        f"Почему: {who}\n"
        f"Зачем: Клиент выбирает день и остаётся в разговоре, просит {who}\n"
        f"Чего ждём: Пробников назначим на четыре больше, считает {who}\n"
        "На чём основано: insight/october\n"
        "На что смотрим: Десять прослушанных звонков в неделю\n"
    )


ANNA, BORIS, VERA = (
    f"Разговор кончается раньше цены, {name}" for name in ("Анна", "Борис", "Вера")
)
NOTE = """\
id: NAME
title: Не теряем разговор
by: sales
class: tactical
origin: Двенадцать клиентов октября замолчали после этих слов
cause: Разговор кончается раньше цены, записка
purpose: Клиент выбирает день и остаётся в разговоре
effect: Пробников назначим на четыре больше
evidence: [insight/october]
watch: Десять прослушанных звонков в неделю
applies_to: [objection/dorogo]
"""
CAUSE = "Разговор кончается раньше цены, записка"
FIXED = "поправил"


class Desk:
    """People at work on branches of one repository."""

    def __init__(self, repo):
        self.repo = repo

    def card(self):
        return (self.repo.root / "content/objections/dorogo.yml").read_text()

    def edit(self, *places, message=FIXED, text=None, note=None):
        card = self.card()
        for place in places:
            before, after = WORDS[place]
            known = text or after
            card = card.replace(before if before in card else after, known)
        notes = {f"changes/{note}.yml": NOTE.replace("NAME", note)} if note else {}
        self.repo.commit(message, {"objections/dorogo.yml": card, **notes})

    def on(self, branch, start="main"):
        self.repo.git("checkout", "-q", "-B", branch, start)

    def back(self, branch):
        self.repo.git("checkout", "-q", branch)

    def merge(self, *branches, message="Merge branch", card=None):
        if card is None:
            self.repo.git("merge", "-q", "--no-ff", "-m", message, *branches)
            return
        self.repo.git("merge", "-q", "-s", "ours", "--no-commit", *branches)
        self.repo.commit(message, {"objections/dorogo.yml": card})


def sides(desk, one, other, message="Merge branch"):
    """Let Anna reword one answer and Boris, beside her, another; merge his work into hers."""
    desk.on("a")
    desk.edit(CUP, message=one)
    desk.on("b")
    desk.edit(PROBE, message=other)
    desk.back("a")
    desk.merge("b", message=message)


def first_explained(desk):
    sides(desk, why(ANNA), FIXED)


def second_explained(desk):
    sides(desk, FIXED, why(BORIS))


def both_explained(desk):
    sides(desk, why(ANNA), why(BORIS))


def merge_explained(desk):
    sides(desk, FIXED, FIXED, message=why(VERA))


def none_explained(desk):
    sides(desk, FIXED, FIXED)


def slip_beside(desk):
    desk.on("a")
    desk.edit(CUP, message=why(ANNA))
    desk.on("b")
    desk.edit(PROBE, text="Давайте привезу на пробу")
    desk.back("a")
    desk.merge("b")


def line_with_remarks(desk):
    desk.on("a")
    desk.edit(CUP, message=why(ANNA))
    desk.edit(PROBE)
    desk.edit(CUP, text="А что для вас дёшево?")


def line_explained_last(desk):
    desk.on("a")
    desk.edit(CUP)
    desk.edit(PROBE, message=why(ANNA))


def line_that_took_main(desk):
    desk.on("a")
    desk.edit(CUP, message=why(ANNA))
    desk.back("main")
    desk.edit(TITLE)
    desk.back("a")
    desk.merge("main")
    desk.edit(PROBE)


def built_upon(desk):
    """Boris knows what Anna said: he goes on from her branch."""
    desk.on("a")
    desk.edit(CUP, message=why(ANNA))
    desk.on("b", "a")
    desk.edit(PROBE)
    desk.back("a")
    desk.merge("b")


def remarks_after_merge(desk):
    """What Boris never explained is no better for a word that Anna mends in it later."""
    sides(desk, why(ANNA), FIXED)
    desk.edit(PROBE, text="Купите сразу две пачки.")


def explained_after_merge(desk):
    sides(desk, FIXED, FIXED)
    desk.edit(WHEN, message=why(VERA))


def remarks_on_own_side(desk):
    desk.on("a")
    desk.edit(CUP, message=why(ANNA))
    desk.edit(WHEN)
    desk.on("b")
    desk.edit(PROBE, message=why(BORIS))
    desk.edit(TITLE)
    desk.back("a")
    desk.merge("b")


def octopus(desk):
    desk.on("b")
    desk.edit(PROBE)
    desk.on("c")
    desk.edit(TITLE, message=why(VERA))
    desk.on("a")
    desk.edit(CUP, message=why(ANNA))
    desk.merge("b", "c")


def nested(desk):
    desk.on("c")
    desk.edit(TITLE)
    desk.on("b")
    desk.edit(PROBE, message=why(BORIS))
    desk.merge("c")
    desk.on("a")
    desk.edit(CUP, message=why(ANNA))
    desk.merge("b")


def _both_on_one(desk, one, other, card, message="Merge branch"):
    desk.on("a")
    desk.edit(CUP, message=one)
    desk.on("b")
    desk.edit(CUP, text="Пачка вам дорога?", message=other)
    desk.back("a")
    desk.merge("b", message=message, card=DOROGO.replace(WORDS[CUP][0], card))


def settled_as_first(desk):
    _both_on_one(desk, why(ANNA), FIXED, WORDS[CUP][1])


def settled_as_second(desk):
    _both_on_one(desk, why(ANNA), FIXED, "Пачка вам дорога?")


def settled_anew(desk):
    _both_on_one(desk, why(ANNA), FIXED, "Дорога пачка или чашка?")


def settled_anew_by_two_reasons(desk):
    _both_on_one(desk, why(ANNA), why(BORIS), "Дорога пачка или чашка?")


def settled_anew_and_told(desk):
    _both_on_one(desk, FIXED, FIXED, "Дорога пачка или чашка?", message=why(VERA))


def file_of_one_side(desk):
    desk.on("a")
    desk.edit(CUP, note="anna")
    desk.on("b")
    desk.edit(PROBE)
    desk.back("a")
    desk.merge("b")


def file_after_merge(desk):
    sides(desk, FIXED, FIXED)
    desk.repo.commit("Причина", {"changes/vera.yml": NOTE.replace("NAME", "vera")})


def file_from_a_third_branch(desk):
    desk.on("c")
    desk.repo.commit("Причина", {"changes/vera.yml": NOTE.replace("NAME", "vera")})
    sides(desk, FIXED, FIXED)
    desk.merge("c")


def file_not_committed(desk):
    sides(desk, FIXED, FIXED)
    desk.repo.write({"changes/vera.yml": NOTE.replace("NAME", "vera")})


def revert_beside(desk):
    desk.edit(PROBE, message=why(VERA))
    landed = desk.repo.git("rev-parse", "HEAD")
    desk.on("a")
    desk.edit(CUP)
    desk.on("b")
    desk.repo.git("revert", "--no-edit", landed)
    desk.back("a")
    desk.merge("b")


def squashed(desk):
    sides(desk, why(ANNA), FIXED)
    desk.on("squash")
    desk.repo.git("merge", "-q", "--squash", "a")
    desk.repo.commit(f"{why(ANNA)}\n* поправил\n")


def rebased(desk):
    desk.on("b")
    desk.edit(PROBE)
    desk.on("a")
    desk.edit(CUP, message=why(ANNA))
    desk.repo.git("rebase", "-q", "b")


UNSAID, SILENT = None, "needs no words"
PARTED = (settled_as_second, settled_anew, revert_beside)
"""Where the causes are alike, and the reasons are not what was said of the whole card."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (first_explained, {CUP: ANNA, PROBE: UNSAID}),
        (second_explained, {CUP: UNSAID, PROBE: BORIS}),
        (both_explained, {CUP: ANNA, PROBE: BORIS}),
        (merge_explained, {CUP: VERA, PROBE: VERA}),
        (none_explained, {CUP: UNSAID, PROBE: UNSAID}),
        (slip_beside, {CUP: ANNA, PROBE: SILENT}),
        (line_with_remarks, {CUP: ANNA, PROBE: ANNA}),
        (line_explained_last, {CUP: ANNA, PROBE: ANNA}),
        (line_that_took_main, {CUP: ANNA, PROBE: ANNA}),
        (built_upon, {CUP: ANNA, PROBE: ANNA}),
        (remarks_after_merge, {CUP: ANNA, PROBE: UNSAID}),
        (explained_after_merge, {CUP: VERA, PROBE: VERA, WHEN: VERA}),
        (remarks_on_own_side, {CUP: ANNA, WHEN: ANNA, PROBE: BORIS, TITLE: BORIS}),
        (octopus, {CUP: ANNA, PROBE: UNSAID, TITLE: VERA}),
        (nested, {CUP: ANNA, PROBE: BORIS, TITLE: UNSAID}),
        (settled_as_first, {CUP: ANNA}),
        (settled_as_second, {CUP: UNSAID}),
        (settled_anew, {CUP: UNSAID}),
        (settled_anew_by_two_reasons, {CUP: f"{ANNA}\n\n{BORIS}"}),
        (settled_anew_and_told, {CUP: VERA}),
        (file_of_one_side, {CUP: CAUSE, PROBE: UNSAID}),
        (file_after_merge, {CUP: CAUSE, PROBE: CAUSE}),
        (file_from_a_third_branch, {CUP: CAUSE, PROBE: CAUSE}),
        (file_not_committed, {CUP: CAUSE, PROBE: CAUSE}),
        (revert_beside, {CUP: UNSAID, PROBE: SILENT}),
        (squashed, {CUP: ANNA, PROBE: ANNA}),
        (rebased, {CUP: ANNA, PROBE: ANNA}),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
@pytest.mark.parametrize("landed", [False, True])
def test_each_edit_has_its_own_reason(base, kb, diff, work, expected, landed):
    desk = Desk(base)
    work(desk)
    silent = [place for place, reason in expected.items() if reason is UNSAID]
    causes = {place: None if reason == SILENT else reason for place, reason in expected.items()}
    if landed:
        if work is file_not_committed:
            base.commit("Причина")
        # The log tells what the gate told, once the request has landed by a merge.
        base.git("checkout", "-q", "-B", "request")
        base.git("checkout", "-q", "main")
        base.git("merge", "-q", "--no-ff", "-m", "Merge pull request", "request")
        assert {place: leaf(kb, place) for place in expected} == causes
        return
    if silent == list(expected):
        # Where nobody says anything, it is said once.
        silent = silent[:1]
    ends = ["main"] if work is file_not_committed else ["main", "HEAD"]
    found = diff(*ends, "--gate", *AGREED)
    assert unexplained(found["problems"]) == sorted(line(desk, place) for place in silent)
    [entry] = found["entities"]
    told = {
        path: share["rationale"] and share["rationale"]["cause"]
        for share in entry.get("shares", ())
        for path in share["paths"]
    }
    assert told in ({}, causes)
    assert bool(told) == (len({*causes.values()}) > 1 or work in PARTED)
    assert kb("diff", *ends, "--gate", *AGREED)[0] == int(bool(silent))


def unexplained(problems):
    """Give the lines of edits that nobody explains."""
    assert {each["code"] for each in problems if each["severity"] == "error"} <= {
        "gate-unexplained"
    }, problems
    return sorted(each["line"] for each in problems if each["code"] == "gate-unexplained")


def line(desk, place):
    """Find the line of a place by what the card says there."""
    key, own = place.rpartition(".")[2], place.partition("[")[2].partition("]")[0]
    lines = desk.card().splitlines()
    start = next(n for n, text in enumerate(lines) if text.strip() == f"- id: {own}") if own else 0
    return next(n + 1 for n, text in enumerate(lines) if n >= start and f"{key}:" in text)


def leaf(kb, place):

    [found] = json.loads(kb("why", f"objection/dorogo#{place}", "--json")[1])
    assert ("unexplained" in found["gaps"]) == (found["rationale"] is None)
    return found["rationale"] and found["rationale"]["cause"]
