"""Texts as files, and what is made of them."""

import pytest

from scripts_kb import documents
from scripts_kb.importing.scripts import making, roles
from scripts_kb.importing.scripts.setting import RuleSetting
from scripts_kb.importing.scripts.values import ItemIds, KnownVariables, ValueMaker


@pytest.fixture
def brought(tmp_path):
    """Makes cards of a text: their values, and what is left over with why."""

    def make(text, name="x.md", **setting):
        file = tmp_path / name
        file.write_text(text)
        document = documents.read(file, name, roles.heads)
        found = making.make(document, RuleSetting(**setting))
        known = KnownVariables("ru", frozenset({"company"}), frozenset({"client_name"}))
        maker = ValueMaker(known)
        cards = [maker.of(each, ItemIds({})) for each in found.cards]
        return cards, [(each.at, each.text, each.why) for each in found.left]

    return make
