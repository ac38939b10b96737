"""`kb check --since`: changes that nobody explained, explanations that found no change."""

import json

import pytest

CARD = "id: {id}\ntitle: {title}\nstatus: draft\n"
ZONES = """\
departments: [{id: sales, title: Продажи}]
zones: [{id: all, title: Всё, fields: ["*:**"], responsible: sales, accountable: sales, arbiter: sales}]
"""
NOTE = "id: {id}\ntitle: {id}\nby: sales\nclass: tactical\ncause: Спрашивали\n{more}\n"


def card(id_, title):
    return {f"objections/{id_}.yml": CARD.format(id=id_, title=title)}


def codes(out):
    return [
        (each["code"], each["file"], each["line"], each["severity"]) for each in json.loads(out)
    ]


@pytest.fixture
def history(folder):
    """Gives a repository with a first, unexplained state."""
    folder.commit("Начало", {**card("a", "А"), **card("b", "Б"), "zones.yml": ZONES})
    return folder


@pytest.mark.slow
def test_an_unexplained_change_is_named_at_its_card(history, kb):
    history.commit("Переписали А", card("a", "А!"))
    history.commit("Переписали Б\n\nCause: Спрашивали", card("b", "Б!"))
    code, out, _ = kb("check", "--since", "HEAD~2", "--json")
    assert codes(out) == [("unexplained", "content/objections/a.yml", 1, "error")]
    assert code == 1
    assert json.loads(out)[0]["message"] == "objection/a: изменение «Переписали А» не объяснено."
    # What landed before is not asked for.
    assert kb("check", "--since", "HEAD~1")[0] == 0
    assert kb("check", "--since", "HEAD")[:2] == (0, "")


def test_a_removed_card_asks_for_its_reason_at_the_path_it_had(history, kb):
    history.commit("Убрали А", {"objections/a.yml": None})
    code, out, _ = kb("check", "--since", "HEAD~1", "--json")
    assert codes(out) == [("unexplained", "content/objections/a.yml", 1, "error")]
    assert code == 1


def test_a_reason_given_later_explains(history, kb):
    history.commit("Переписали А", card("a", "А!"))
    later = NOTE.format(id="2026-11-a", more="applies_to: [objection/a]")
    history.commit("Дописали причину", {"changes/2026-11-a.yml": later})
    assert kb("check", "--since", "HEAD~2")[0] == 0


def test_a_commit_that_is_not_there_and_an_explanation_of_nothing(history, kb):
    missing = "0" * 40
    history.commit(
        "Объяснили невесть что",
        {
            "changes/lost.yml": NOTE.format(id="lost", more=f"commits: [{missing}]"),
            "changes/idle.yml": NOTE.format(id="idle", more="applies_to: [objection/gone]"),
        },
    )
    code, out, _ = kb("check", "--since", "HEAD", "--json")
    assert codes(out) == [
        ("claims-nothing", "content/changes/idle.yml", 1, "warning"),
        ("applies-to-nothing", "content/changes/idle.yml", 6, "warning"),
        ("claims-nothing", "content/changes/lost.yml", 1, "warning"),
        ("unknown-commit", "content/changes/lost.yml", 6, "error"),
    ]
    assert code == 1


def test_a_short_commit_is_named_without_git(folder, kb):
    note = NOTE.format(id="short", more="commits: [abc123]")
    folder.write({"zones.yml": ZONES, "changes/short.yml": note})
    code, out, _ = kb("check", "--json")
    assert codes(out) == [("bad-commit", "content/changes/short.yml", 6, "error")]
    assert code == 1


@pytest.mark.parametrize("revision", ["nope", "--output=zz", "HEAD~99", ""])
def test_an_unknown_revision_is_the_users_mistake(history, kb, revision):
    code, out, err = kb("check", "--since", revision)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_without_git_a_revision_is_the_users_mistake_and_a_check_is_not(folder, kb):
    folder.write(card("a", "А"))
    assert kb("check")[0] == 0
    code, out, err = kb("check", "--since", "HEAD")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def swapped(history, message):
    """Merge what was published into a local line, and publish the outcome."""
    before = history.git("rev-parse", "HEAD")
    history.git("checkout", "-q", "-b", "local")
    history.commit("Локально Б\n\nПочему: спрашивали о доставке", card("b", "Б!"))
    history.git("checkout", "-q", "main")
    published = history.commit("Опубликовано А\n\nПочему: не слышали ответ", card("a", "А!"))
    history.git("checkout", "-q", "local")
    history.git("merge", "-q", "--no-ff", "-m", message, "main")
    history.git("branch", "-qf", "main", "HEAD")
    history.git("checkout", "-q", "main")
    return before, published


@pytest.mark.slow
@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Merge branch 'main' of example.org:kb", (True, True)),
        ("Merge remote-tracking branch 'origin/main'", (True, True)),
        ("Свели всё вместе", (False, True)),
    ],
)
def test_a_swapped_line_is_warned_of(history, kb, message, told):
    """By the words of git, whatever is compared; by the former tip, whatever the words are."""
    for since, expected in zip(swapped(history, message), told, strict=True):
        code, out, _ = kb("check", "--since", since, "--json")
        found = [("line-swapped", "content/kb.yml", 1, "warning")] if expected else []
        assert (code, codes(out)) == (0, found)


def test_a_line_that_was_just_swapped_is_warned_of_by_any_check(history, kb):
    swapped(history, "Merge branch 'main' of example.org:kb")
    assert codes(kb("check", "--json")[1]) == [("line-swapped", "content/kb.yml", 1, "warning")]
    history.git("checkout", "-q", "-b", "topic", "HEAD")
    history.commit("В\n\nПочему: спрашивали о цене", card("v", "В"))
    assert codes(kb("check", "--json")[1]) == []


def test_a_merge_by_other_words_is_none_that_a_check_warns_of(history, kb):
    swapped(history, "Свели всё вместе")
    assert codes(kb("check", "--json")[1]) == []


@pytest.mark.slow
@pytest.mark.parametrize(("entity", "told"), [("objection/a", True), ("objection/b", False)])
def test_the_log_of_a_card_tells_where_its_line_was_swapped(history, kb, entity, told):
    swapped(history, "Merge branch 'main' of example.org:kb")
    code, out, err = kb("log", entity)
    assert code == 0
    assert ("line-swapped" in err) is told
    assert "line-swapped" not in out
    history.git("checkout", "-q", "-b", "topic")
    history.commit("В\n\nПочему: спрашивали о цене", card("v", "В"))
    assert kb("log", entity)[2] == ""


@pytest.mark.slow
def test_a_branch_that_takes_in_what_was_published_swaps_nothing(history, kb):
    start = history.git("rev-parse", "HEAD")
    history.git("checkout", "-q", "-b", "topic")
    history.commit("Б\n\nПочему: спрашивали о доставке", card("b", "Б!"))
    history.git("checkout", "-q", "main")
    main = history.commit("А\n\nПочему: не слышали ответ", card("a", "А!"))
    history.git("checkout", "-q", "topic")
    history.git("merge", "-q", "--no-ff", "-m", "Merge branch 'main' into topic", "main")
    for since in (start, main):
        assert kb("check", "--since", since)[:2] == (0, "")
    history.git("checkout", "-q", "main")
    history.git("merge", "-q", "--no-ff", "-m", "Merge branch 'topic'", "topic")
    assert kb("check", "--since", start)[:2] == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("more", "meant"),
    [
        ("commits: [{short}]", "Нужны все 40 знаков: {whole}"),
        ("commits: ['https://example.org/kb/commit/{short}']", "Нужны все 40 знаков: {whole}"),
        ("commits: [abcdef1]", "Нужны все 40 знаков: git log --format=%H"),
        ("commits: [main]", "Нужны все 40 знаков: git log --format=%H"),
        ("applies_to: [content/objections/a.yml]", "Может быть: objection/a"),
        ("applies_to: [objections/a]", "Может быть: objection/a"),
        ("applies_to: [content/objections/2026/other.yml]", "Может быть: objection/named"),
        ("expect: {{change: +3 п.п.}}", "проц: +3pp"),
        ("expect: {{change: '−2,5 %'}}", "проц: -2.5%"),
        ("expect: {{change: 4 пп}}", "проц: +4pp | -4pp"),
        ("expect: {{change: больше}}", "проц: +3pp | -10%"),
        ("expect: {{change: +3pp, by: 31.12.2026}}", "Пишите год-месяц-день: 2026-12-31"),
    ],
)
def test_what_a_change_file_refers_to_is_named_as_it_must_be_written(history, kb, more, meant):
    whole = history.commit(
        "Ещё", {"objections/2026/other.yml": CARD.format(id="named", title="Имя")}
    )
    text = NOTE.format(id="x", more=more.format(short=whole[:9]))
    history.commit("Причина", {"changes/x.yml": text})
    found = json.loads(kb("check", "--json")[1])
    fixes = [
        each["fix"].replace("Знак, число и единица слитно, pp — процентные пункты", "проц")
        for each in found
        if each["file"] == "content/changes/x.yml" and each["severity"] == "error"
    ]
    assert meant.format(whole=whole) in fixes
