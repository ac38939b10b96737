"""The map of a script's branches."""

import pytest

from scripts_kb.pages.graph import ROW, draw, ordered
from scripts_kb.schema.cards import Script


def script(ways: dict[str, list[str]], entry: str = "") -> Script:
    nodes = [
        {"id": id_, "answers": [{"id": f"a{n}", "next": to} for n, to in enumerate(to_ids)]}
        for id_, to_ids in ways.items()
    ]
    return Script.model_validate(
        {"id": "x", "title": "x", "entry": entry, "nodes": nodes}, strict=False
    )


@pytest.mark.parametrize(
    ("ways", "tracks", "back"),
    [
        ({"a": []}, 0, 0),
        ({"a": ["b"], "b": []}, 1, 0),
        ({"a": ["b", "c"], "b": [], "c": []}, 2, 0),
        ({"a": ["b"], "b": ["a"]}, 2, 1),
        ({"a": ["a"]}, 1, 1),
        ({"a": ["script/other", "nowhere"]}, 0, 0),
        ({"a": ["b", "b"], "b": []}, 1, 0),
    ],
)
def test_every_way_is_one_track(ways, tracks, back):
    drawn = draw(script(ways))
    assert len(drawn.tracks) == tracks
    assert sum(track.back for track in drawn.tracks) == back
    assert drawn.height == ROW * len(ways)


def test_jumps_to_one_step_share_a_rail_and_others_do_not():
    shared = draw(script({"a": ["d"], "b": ["d"], "c": [], "d": []}))
    apart = draw(script({"a": ["c"], "b": ["d"], "c": [], "d": []}))
    assert shared.width < apart.width


def test_the_entry_stands_first():
    assert [node.id for node in ordered(script({"a": [], "b": []}, "b"))] == ["b", "a"]
