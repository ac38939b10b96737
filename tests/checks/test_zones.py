"""Zones: the most specific pattern decides; none and two are mistakes."""

import pytest

from scripts_kb.schema import zoning
from scripts_kb.schema.config import Zone

FIELDS = [
    # patterns of zones a, b, … → entity, path → which zone
    (["offer:**"], "offer/x", "price.list", "a"),
    (["offer:**", "offer:price.**"], "offer/x", "price.list", "b"),
    (["offer:price.**", "offer:**"], "offer/x", "price.list", "a"),
    (["offer:**", "offer:price.**"], "offer/x", "terms", "a"),
    (["offer:price.*", "offer:price.**"], "offer/x", "price.list", "a"),
    (["offer:price.list", "offer:price.*"], "offer/x", "price.list", "a"),
    (["offer:**.list", "offer:price.*"], "offer/x", "price.list", "b"),
    (["offer:*"], "offer/x", "price.list", ""),
    (["offer:*"], "offer/x", "terms", "a"),
    (["offer"], "offer/x", "price.list", "a"),
    (["offer", "offer:price.**"], "offer/x", "price.list", "b"),
    (["*:**"], "offer/x", "price.list", "a"),
    (["*:**", "offer:**"], "offer/x", "price.list", "b"),
    (["*:price.**", "offer:**"], "offer/x", "price.list", "ab"),
    (["offer:price.**", "offer:price.**"], "offer/x", "price.list", "ab"),
    (["offer:**.list", "offer:price.**"], "offer/x", "price.list", "ab"),
    (["product:**"], "offer/x", "price.list", ""),
    (["config:**"], "config/kb", "company", "a"),
    (["config:**", "config/kb:**"], "config/kb", "company", "b"),
    (["config/kb:**", "config:**"], "config/kb", "company", "a"),
    (["config/kb:**", "config:**"], "config/zones", "zones", "b"),
    (["config:reasons.**", "config/kb:**"], "config/kb", "reasons.refused.title", "a"),
    (["config/wording:**"], "config/kb", "company", ""),
    (["objection:answers.*.say"], "objection/x", "answers.steps.say", "a"),
    (["objection:answers.*.say"], "objection/x", "answers.say", ""),
    (["objection:answers.**.say"], "objection/x", "answers.say", "a"),
    (["objection:**"], "objection/x", "", "a"),
    (["objection:*"], "objection/x", "", ""),
]


@pytest.mark.parametrize(("patterns", "entity", "path", "names"), FIELDS)
def test_the_most_specific_pattern_decides(patterns, entity, path, names):
    zones = tuple(
        Zone.model_validate({"id": chr(ord("a") + index), "fields": [pattern]})
        for index, pattern in enumerate(patterns)
    )
    found = zoning.find(zones, entity, path)
    assert "".join(zone.id for zone in found.zones) == names
    assert (found.zone.id if found.zone else "") == (names if len(names) == 1 else "")
    by_id = {zone.id: zone.fields_[0] for zone in zones}
    assert list(found.patterns) == [by_id[name] for name in names]


def test_a_zone_does_not_tie_with_itself():
    zone = Zone.model_validate({"id": "a", "fields": ["offer:**", "offer:**"]})
    assert zoning.find((zone,), "offer/x", "terms").zone is zone
