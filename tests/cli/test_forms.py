"""`kb forms`: files for a form, or the settings of a CMS."""

import json

import pytest


@pytest.mark.usefixtures("folder")
def test_it_prints_or_writes_the_same(kb, tmp_path):
    code, out, _ = kb("forms")
    printed = json.loads(out)
    assert (code, set(printed)) == (0, {"forms", "index"})
    code, out, _ = kb("forms", "--out", "there")
    assert (code, out.split()) == (0, ["there/forms.json", "there/index.json"])
    for name, each in printed.items():
        assert json.loads((tmp_path / "there" / f"{name}.json").read_text("utf-8")) == each


@pytest.mark.usefixtures("folder")
def test_heads_have_a_form_of_their_own_and_partners_none(kb):
    _, team, _ = kb("forms")
    _, heads, _ = kb("forms", "--audience", "heads")
    assert ('"floor"' in team, '"floor"' in heads) == (False, True)
    code, out, error = kb("forms", "--audience", "partner")
    assert (code, out, "--audience" in error) == (2, "", True)


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_the_settings_of_a_cms(kb):
    code, out, _ = kb("forms", "--cms", "decap")
    assert code == 0
    assert out.startswith("backend:\n  name: git-gateway\n")
    assert kb("forms", "--cms", "decap", "--out", "x")[1] == "x/config.yml\n"
