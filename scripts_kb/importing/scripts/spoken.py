"""Said, hint, instruction or doubt: what of a paragraph a salesperson says, and what they do.

«Да, подождём.»                 said by its marks
(показать строку)               a hint by its marks
Не спорим. «Да, шесть недель…»  a hint, and what is said
Принять отказ, не спорить.      an instruction: a hint, wherever it stands
Обычно две недели.              neutral: said where its place says so, else left over
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from scripts_kb.importing.scripts import placeholders, wording

Fate = Literal["say", "hint", "never", "technique", "next_question", "doubt", "label"]


class SpokenPart(NamedTuple):
    """A stretch of a paragraph, and what it is."""

    fate: Fate
    text: str


_AFTER: Final = r"(?:(?:никогда\s+не|не|сначала|потом|обязательно|затем)\s+)?"
_FIRST: Final = re.compile(rf"\W*{_AFTER}(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)", re.IGNORECASE)
_CUSTOMER: Final = frozenset({"клиент", "покупатель", "пациент", "собеседник", "заказчик"})
_CUSTOMER_EN: Final = re.compile(r"\b(?:customer|client)(?:s|'s|’s)?\b", re.IGNORECASE)
_WE: Final = frozenset({"мы", "наш", "вы", "ваш"})
_WE_EN: Final = re.compile(r"\b(?:we|you|our|your)\b|\bI\b", re.IGNORECASE)
_STAFF: Final = frozenset({"менеджер", "оператор", "администратор"})
_COMMANDS: Final = re.compile(
    r"\W*(?:дождитесь|выслушайте|не\s+спорьте|не\s+перебивайте|переведите\s+звонок|"
    r"зафиксируйте|внесите)\b",
    re.IGNORECASE,
)
_NOT_WE: Final = re.compile(
    r"\bне\s+(?:говорим|называем|обещаем|спорим|давим|торопим|перебиваем|оправдываемся)\b",
    re.IGNORECASE,
)
_COMMANDS_EN: Final = re.compile(
    r"\W*(?:do\s+not|don['’]t|never|always|ask|offer|wait|listen|write\s+down|repeat|transfer)\b",
    re.IGNORECASE,
)
_OWN: Final = frozenset({"вы", "ваш", "мы", "наш", "я"})
_OWN_EN: Final = re.compile(r"\b(?:you|your|we|us|our|my|me)\b|\bI\b", re.IGNORECASE)
_GREETING: Final = re.compile(
    r"\b(?:здравствуйте|добрый\s+(?:день|вечер)|доброе\s+утро|приветствую|спасибо|благодарю|"
    r"давайте|понимаю|hello|hi|"
    r"good\s+(?:morning|afternoon|evening|day)|thanks?|thank\s+you)\b",
    re.IGNORECASE,
)
_NEVER: Final = re.compile(
    r"\W*(?:никогда\s+)?(?:не|нельзя|запрещено)\s+(?:говорить|говорим|произносить|"
    r"do\s+not\s+say|don['’]t\s+say)\s*+:?\s*+"
    r"(?=[«„“\"])|\W*(?:do\s+not|don['’]t|never)\s+say\s*+:?\s*+(?=[«„“\"])",
    re.IGNORECASE,
)
_NAMED: Final[tuple[tuple[Fate, str], ...]] = (
    (
        "say",
        r"(?:наш\s+)?ответ(?:\s+менеджера)?|(?:что\s+)?говорим|скажите|отвечаем|(?:our\s+)?answer|say",
    ),
    ("technique", r"при[её]м|техника|метод|technique"),
    (
        "next_question",
        r"вопрос\s+в\s+конце|следующий\s+вопрос|next\s+question|closing\s+question",
    ),
    ("hint", r"важно|примечание|подсказка|nb|note|tip|hint"),
    ("never", r"не\s+говорим|не\s+говорить|чего\s+не\s+говорить|do\s+not\s+say"),
)
_LABELS: Final = tuple(
    (fate, re.compile(rf"\s*+(?:{names})\s*+(?:№?\s*+\d++\s*+)?:\s*+", re.IGNORECASE))
    for fate, names in _NAMED
)
_BRACKETED: Final = {"(": ")", "[": "]", "<": ">", "*": "*"}
_START_REMARK: Final = re.compile(r"\A\s*(?P<all>[(\[<*](?P<in>[^()\[\]<>*]+)[)\]>*])\s*(?=\S)")
_END_REMARK: Final = re.compile(r"(?<=\S)\s*(?P<all>[(\[<*](?P<in>[^()\[\]<>*]+)[)\]>*])\s*\Z")
NOTE_CLASSES: Final = frozenset({"note", "comment", "hint", "remark", "richedit_comment"})


def labelled(text: str) -> tuple[Fate, str, str] | None:
    """Give what a label at the beginning says the text is: its fate, the label, the rest.

    Examples:
        >>> labelled("Ответ: Да."), labelled("Приём: Сравнение"), labelled("Да: нет")
        (('say', 'Ответ: ', 'Да.'), ('technique', 'Приём: ', 'Сравнение'), None)
    """
    for fate, pattern in _LABELS:
        match = pattern.match(text)
        if match:
            return fate, match[0], text[match.end() :]
    return None


def parts(
    text: str, *, said: bool = False, place: bool = False, hint: bool = False
) -> list[SpokenPart]:
    """Part a paragraph.

    Args:
        text: the paragraph.
        said: a fence, a block quote or a speaker of ours says so.
        place: it stands where words of ours stand.
        hint: its dress says so: italics, a class, a note of a tree.

    Examples:
        >>> [each.fate for each in parts("Не спорим. «Да, шесть недель…»")]
        ['hint', 'say']
        >>> parts("Обычно две."), parts("Обычно две.", place=True)[0].fate
        ([SpokenPart(fate='doubt', text='Обычно две.')], 'say')
    """
    text = text.strip()
    if not text:
        return []
    if hint:
        return _dressed(text)
    found = labelled(text)
    if found:
        fate, label, rest = found
        return [SpokenPart("label", label.strip()), *_after_label(fate, rest)]
    return list(_parted(text, said=said, place=place))


def _after_label(fate: Fate, rest: str) -> list[SpokenPart]:
    if not rest.strip():
        return []
    if fate == "say":
        return list(_parted(rest.strip(), said=False, place=True))
    if fate == "never":
        return [SpokenPart("never", each) for each in _phrases(rest)]
    return [SpokenPart(fate, _bare(rest) if fate != "hint" else _unbracketed(rest))]


def _phrases(text: str) -> list[str]:
    found = [each.text for each in wording.quotations(text)]
    return found or [
        each for each in (wording.phrase(one) for one in re.split(r"\n|;", text)) if each
    ]


def _bare(text: str) -> str:
    inner = wording.unquoted(text)
    return text.strip() if inner is None else inner


def _dressed(text: str) -> list[SpokenPart]:
    if placeholders.is_blank(text):
        return [SpokenPart("say", text)]
    return [SpokenPart("hint", _unbracketed(text))]


def _unbracketed(text: str) -> str:
    """Take off brackets, asterisks and the mark of a hint around a text."""
    text = text.strip()
    while len(text) > 1 and _BRACKETED.get(text[0]) == text[-1] and _whole(text):
        text = text[1:-1].strip()
    return text.removeprefix("!").strip()


def _whole(text: str) -> bool:
    """Tell whether the bracket that opens a text closes at its end alone."""
    opening, closing = text[0], text[-1]
    if opening == closing:
        return opening not in text[1:-1]
    depth = 0
    for index, each in enumerate(text):
        depth += (each == opening) - (each == closing)
        if not depth:
            return index == len(text) - 1
    return False


def _bracketed(text: str) -> bool:
    stripped = text.rstrip(".") if text[:1] in "([<" else text
    if (
        len(stripped) < len("(x)")
        or _BRACKETED.get(stripped[0]) != stripped[-1]
        or not _whole(stripped)
    ):
        return False
    if placeholders.is_blank(stripped):
        return False
    return stripped[0] != "<" or len(wording.words(stripped)) > 1


def _parted(text: str, *, said: bool, place: bool) -> Iterator[SpokenPart]:
    never = None if said else _NEVER.match(text)
    if never:
        yield SpokenPart("label", never[0].strip())
        yield from (SpokenPart("never", each.text) for each in wording.quotations(text))
        return
    inner = wording.unquoted(text)
    if said or inner is not None:
        yield from _speech(text if inner is None else inner, marked=True)
        return
    if _bracketed(text):
        yield SpokenPart("hint", _unbracketed(text.rstrip(".")))
        return
    if text.startswith("!"):
        if text[1:].strip():
            yield SpokenPart("hint", text[1:].strip())
        return
    if any(each.speech for each in wording.quotations(text)):
        yield from _around(text)
        return
    yield from _speech(text, marked=False, place=place)


def _around(text: str) -> Iterator[SpokenPart]:
    """Part a paragraph with a quotation that is speech: the quotation is said, the rest a hint."""
    start = 0
    for each in wording.quotations(text):
        if each.speech:
            yield from _rest(text[start : each.start])
            yield from _speech(each.text, marked=True)
            start = each.end
    yield from _rest(text[start:])


def _rest(text: str) -> Iterator[SpokenPart]:
    bare = text.strip().lstrip(".,;:—– ").strip()
    if re.search(r"\w", bare):
        yield SpokenPart("hint", _unbracketed(bare.rstrip(":—– ").strip()))


def _speech(text: str, *, marked: bool, place: bool = False) -> Iterator[SpokenPart]:
    """Part what is not parted by its marks: remarks at its ends, instructions, words to say."""
    before: list[SpokenPart] = []
    after: list[SpokenPart] = []
    while (match := _START_REMARK.match(text)) and _remark(match):
        before.append(SpokenPart("hint", match["in"].strip()))
        text = text[match.end() :]
    while (match := _END_REMARK.search(text)) and _remark(match):
        after.insert(0, SpokenPart("hint", match["in"].strip()))
        text = text[: match.start()]
    yield from before
    inner = wording.unquoted(text)
    if inner is not None:
        text, marked = inner, True
    if text.strip():
        yield from (
            [SpokenPart("say", text.strip())] if marked else _judged(text.strip(), place=place)
        )
    yield from after


def _remark(match: re.Match[str]) -> bool:
    whole, inner = match["all"], match["in"].strip()
    if placeholders.is_blank(whole):
        return False
    if whole[0] in "<*":
        return len(wording.words(inner)) > 1 or whole[0] == "*"
    return (
        placeholders.is_remark(inner) and _does(inner)
        if whole[0] == "("
        else placeholders.is_remark(inner)
    )


def _does(inner: str) -> bool:
    """Tell whether a remark says what to do and is no aside of the speech."""
    if placeholders.REMARK.match(inner) or is_instruction(inner):
        return True
    first = wording.reading(next(iter(wording.words(inner)), ""))
    return first is not None and (
        first.part == "GRND" or (first.part == "VERB" and "1per" in first.rest)
    )


def _judged(text: str, *, place: bool) -> Iterator[SpokenPart]:
    kept: list[tuple[Fate, str]] = []
    rest = [each for each in _with_breaks(text) if not is_instruction(each)]
    spoken: Fate = "say" if place or any(map(speaks, rest)) else "doubt"
    for each in _with_breaks(text):
        fate: Fate = "hint" if is_instruction(each) else spoken
        if kept and kept[-1][0] == fate:
            joint = "" if kept[-1][1].endswith("\n") else " "
            kept[-1] = (fate, f"{kept[-1][1]}{joint}{each}")
        else:
            kept.append((fate, each))
    yield from (SpokenPart(fate, each.strip()) for fate, each in kept)


def _with_breaks(text: str) -> list[str]:
    """Part into sentences that keep the line break behind them."""
    result = []
    lines = text.split("\n")
    for index, line in enumerate(lines):
        found = wording.sentences(line)
        if found and index < len(lines) - 1:
            found[-1] += "\n"
        result += found
    return result


def is_instruction(sentence: str) -> bool:
    """Tell whether a sentence tells a salesperson what to do; a question never does.

    Examples:
        >>> [is_instruction(each) for each in ("Не давить.", "Записать вас?", "Клиенту дорого.")]
        [True, False, True]
        >>> is_instruction("Never promise a date."), is_instruction("Never mind, we will call you.")
        (True, False)
    """
    bare = placeholders.without(sentence).strip()
    if bare.rstrip('"»”) ').endswith("?") or not bare:
        return False
    if _NOT_WE.search(bare) or (_COMMANDS.match(bare) and "пожалуйста" not in bare.lower()):
        return True
    if _COMMANDS_EN.match(bare) and not _WE_EN.search(bare):
        return True
    return _begins_so(bare) or _of_them(bare)


def _begins_so(bare: str) -> bool:
    match = _FIRST.match(bare)
    first = wording.reading(match["word"]) if match else None
    if match is None or first is None:
        return False
    if first.part == "INFN":
        return match["word"].lower() != "есть"
    return (
        first.part == "VERB"
        and "impr" in first.rest
        and first.number == "sing"
        and "excl" in first.rest
    )


def _of_them(bare: str) -> bool:
    found = wording.lexemes(bare)
    if found & _CUSTOMER and not found & _WE:
        return True
    if _CUSTOMER_EN.search(bare) and not _WE_EN.search(bare):
        return True
    return bool(found & _STAFF) and "должен" in found | {
        "должен" if "должн" in bare.lower() else ""
    }


def speaks(sentence: str) -> bool:
    """Tell whether a sentence addresses somebody or speaks for us.

    Examples:
        >>> [speaks(each) for each in ("Отзывы пишут разные люди.", "Присылаем анализ.", "И как?")]
        [False, True, True]
    """
    if (
        sentence.rstrip('"»”) \n').endswith("?")
        or _GREETING.search(sentence)
        or _OWN_EN.search(sentence)
    ):
        return True
    found = [each for each in map(wording.reading, wording.words(sentence)) if each]
    return any(
        each.lexeme in _OWN or (each.part == "VERB" and "1per" in each.rest) for each in found
    )


def waits(text: str) -> bool:
    """Tell whether a remark waits for the customer.

    Examples:
        >>> waits("ждём ответ"), waits("улыбнуться"), waits("Wait for yes")
        (True, False, True)
    """
    return bool(re.search(r"\b(?:жд[её]м|дожд|подожд|пауза|wait|pause)", text, re.IGNORECASE))
