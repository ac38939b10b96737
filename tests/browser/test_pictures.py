"""The pictures of the README are no older than the pages: what one reads on them is still there."""

import json
import os

import pytest

from tools.pictures import scenes

KEPT = json.loads(scenes.SHOWN.read_text(encoding="utf-8"))


@pytest.mark.browser
@pytest.mark.parametrize("picture", scenes.PICTURES, ids=lambda each: each.name)
def test_all_that_is_read_on_a_picture_is_on_its_page(picture, year, serve, browser, tmp_path):
    site = year / "site"
    if picture.set_up is scenes.review:
        site = tmp_path
        scenes.reviewed(year, site, os.environ)
    page = browser.new_page(**scenes.window(picture))
    try:
        picture.set_up(page, f"{serve(site)}/")
        there = scenes.words(page, picture, whole=True)
    finally:
        page.close()
    gone = [each for each in KEPT[picture.name] if each not in there]
    assert gone == [], "take them again: tools/picture"
