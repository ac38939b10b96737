"""The review's own words, in both languages; everything else comes from labels and content."""

from typing import Any, Final

from scripts_kb.language import Language

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "title": ("Что изменится для клиента", "What changes for the client"),
    "nothing": ("Для клиента ничего не меняется.", "Nothing changes for the client."),
    "before": ("сейчас", "now"),
    "after": ("будет", "will be"),
    "added": ("новое", "new"),
    "removed": ("убираем", "taken away"),
    "changed": ("меняется", "changes"),
    "moved": ("переносим файл", "file moves"),
    "edit-added": ("добавим", "added"),
    "edit-removed": ("уберём", "removed"),
    "edit-changed": ("изменим", "changed"),
    "edit-moved": ("переставим", "moved"),
    "from-to": ("с {before}-го места на {after}-е", "from place {before} to place {after}"),
    "from-file": ("был {path}", "was {path}"),
    "place": ("место {place}", "place {place}"),
    "why": ("Почему", "Why"),
    "nobody-said": ("Никто не объяснил, почему.", "Nobody has explained why."),
    "no-reason-needed": (
        "Правка букв и знаков, объяснять не нужно.",
        "Letters and signs alone; no reason is needed.",
    ),
    "urgent": ("срочно", "urgent"),
    "reverts": ("Возвращает как было до {commit}", "Undoes {commit}"),
    "keys": ("Чьё согласие", "Whose consent"),
    "key-missing": ("ждём", "waiting"),
    "key-refused": ("просит доработать", "asks for changes"),
    "key-approved": ("согласны", "agreed"),
    "key-author": ("предлагают сами", "propose it themselves"),
    "key-silence": ("промолчали в срок, это согласие", "silent in due time, which is consent"),
    "key-arbiter": ("за них решил арбитр: {by}", "decided for them by the arbiter: {by}"),
    "no-keys": ("Согласие не требуется.", "No consent is needed."),
    "impact": ("Что ещё заденет", "What else it touches"),
    "refers": ("Ссылаются", "They refer to it"),
    "partner-page": ("видят партнёры", "partners see it"),
    "expiring": ("Скоро кончается", "Ends soon"),
    "until": ("по {day} включительно", "until {day} inclusive"),
    "gaps": ("Обратите внимание", "Mind"),
    "gap-uncommitted": ("ещё не в коммите", "not committed yet"),
    "gap-schema": ("не по схеме, см. kb check", "does not fit the schema, see kb check"),
    "gap-no-zone": ("за поле никто не отвечает", "nobody answers for a field"),
    "gap-zone-tie": ("за поле отвечают двое", "two answer for a field"),
    "gap-lost-last-answer": ("остаётся без единого ответа", "is left without any answer"),
    "gap-second-claim": (
        "причину дали два файла, взята первая",
        "two files give the reason, the first is taken",
    ),
    "gap-message-encoding": (
        "сообщение коммита не в UTF-8",
        "the commit message is not UTF-8",
    ),
    "gap-unreadable": (
        "файл не читается ({code}), сравнить нельзя",
        "the file cannot be read ({code}) and cannot be compared",
    ),
    "gap-trailer": ("опечатка в сообщении: {slip}", "a slip in the message: {slip}"),
    "calls": ("Как пойдёт разговор", "How the call goes"),
    "paths": (
        "Путей разговора: было {before}, будет {after}",
        "Paths: {before} before, {after} after",
    ),
    "many": ("больше {count}", "more than {count}"),
    "redirected": ("«{reply}» теперь ведёт в другое место", "“{reply}” leads elsewhere now"),
    "node-redirected": (
        "Шаг «{step}» теперь ведёт дальше иначе",
        "Step “{step}” goes on elsewhere",
    ),
    "unreachable": ("Сюда больше не попасть", "Cannot be reached any more"),
    "dead-end": ("Отсюда нет выхода", "There is no way out from here"),
    "lost-objection": ("Больше не разбираем возражение", "This objection is answered no more"),
    "path-gone": ("Так больше не пойдёт", "No longer possible"),
    "path-new": ("Теперь можно так", "Now possible"),
    "diagram": ("Схема: − было, + стало", "Map: − before, + after"),
    "formatting": ("Только переоформлены, смысл тот же", "Only formatted, same meaning"),
    "notes": ("Объясняет прошлое", "Explains the past"),
    "problems": ("Что мешает", "What stands in the way"),
    "warnings": ("Замечания", "Remarks"),
    "passes": (
        "Можно принимать: всё объяснено и согласовано.",
        "It may land: explained and agreed.",
    ),
    "refused": ("Принимать рано.", "It may not land yet."),
    "entities": ("Записей: {count}", "Entities: {count}"),
    "missing-keys": ("Ждём согласия: {departments}", "Waiting for: {departments}"),
    "worktree": ("рабочая папка", "working tree"),
    "compared": ("Сравнение: {base} → {head}", "Compared: {base} → {head}"),
    "folded": (
        "Подробно: {shown} из {all}, остальное по строке. Целиком: kb diff {base} {head}",
        "In full: {shown} of {all}, the rest a line each. All of it: kb diff {base} {head}",
    ),
    "counted": (
        "Не поместилось {count} записей. Целиком: kb diff {base} {head} --format html",
        "{count} entities did not fit. In full: kb diff {base} {head} --format html",
    ),
    "more-lines": ("…и ещё строк: {count}", "…and {count} more lines"),
    "more-places": ("и ещё мест: {count}", "and {count} more places"),
    "edits": ("правок: {count}", "edits: {count}"),
    "what": ("Что", "What"),
    "where": ("Где", "Where"),
    "details": ("Подробно", "In full"),
    "shortened": ("…ещё {count} знаков", "…{count} more characters"),
    "step-new": ("новый шаг", "new step"),
    "briefing": ("Планёрка: что меняем и почему", "Briefing: what changes and why"),
    "briefing-lead": (
        "Изменений: {changes}, записей: {entities}. Читайте вслух «было» и «станет».",
        "Changes: {changes}, entities: {entities}. Read the old and the new words aloud.",
    ),
    "briefing-unexplained": ("Пока без объяснения", "Not explained yet"),
    "briefing-before": ("Было", "Before"),
    "briefing-after": ("Станет", "After"),
    "briefing-new": ("Новое", "New"),
    "briefing-gone": ("Больше не говорим", "No longer said"),
    "briefing-discuss": ("Обсудим", "To discuss"),
    "ask-say": (
        "Скажете ли вы так вслух? Что поправить, чтобы звучало по-вашему?",
        "Would you say it so? What would make it sound like you?",
    ),
    "ask-client": (
        "Что клиент ответит первым, и есть ли у нас ответ?",
        "What will the client answer first, and have we an answer?",
    ),
    "ask-expect": (
        "Верите ли в прогноз «{effect}»? Что может помешать?",
        "Do you believe in “{effect}”? What may get in the way?",
    ),
    "ask-why": ("Почему это меняем? Пусть ответит автор.", "Why this change? Its author tells."),
    "ask-objection": (
        "Возражение «{title}» в этом скрипте больше не разбираем. Куда с ним идти?",
        "This script answers “{title}” no more. Where does one go with it?",
    ),
    "ask-price": (
        "Кто и когда скажет клиентам о новых цифрах?",
        "Who tells clients the new figures, and when?",
    ),
    "ask-keys": ("Чьё согласие ещё нужно: {departments}", "Consent still needed: {departments}"),
    "step-gone": ("шага больше нет", "step is gone"),
}


def say(key: str, language: Language, **facts: Any) -> str:
    """Give a text of the review.

    Examples:
        >>> say("until", "ru", day="31.12.2026")
        'по 31.12.2026 включительно'
    """
    return _TEXTS[key][0 if language == "ru" else 1].format(**facts)
