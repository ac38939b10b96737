"""Texts that try to be more than text, in every field of every kind: none of them runs."""

import pytest

from tools.benches import _attacked
from tools.benches._payloads import PAYLOADS

pytestmark = pytest.mark.browser


def test_no_field_of_any_card_is_more_than_text(browser, serve, tmp_path, looked_up):
    """Begun so that a step of a process holds letters under hundreds of marks."""
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 60
    looked_up(tmp_path)
    context = browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow")
    attacked = _attacked.attack(tmp_path, 5, context, serve)
    context.close()
    assert (attacked.found, attacked.pages) == ((), 17)
    assert attacked.fields > 250
