"""Who may hold the call screen in a frame, and where the page for it is."""

import json
import re

import pytest
from cafe import site

from scripts_kb.pages.call import framing, screen
from scripts_kb.schema.config import Kb

CRM = "https://moya.amocrm.ru"


def made(**settings) -> dict[str, str]:
    pages = screen.assets(site(**settings), b"")
    return {page.path: page.content.decode("utf-8", "replace") for page in pages}


def test_a_base_with_a_crm_has_the_page_and_keeps_it_for_hours_without_network():
    found = made(embed={"origins": [CRM, "https://*.evil.example", CRM]})
    page = found["call/embed/index.html"]
    assert f'data-origins="{CRM}"' in page
    assert 'src="../../call/start.js"' in page
    known = json.loads(re.search(r"const RELEASE = (.*);", found["sw.js"])[1])
    assert "call/embed/" in known["pages"]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"embed": {}},
        {"embed": {"origins": ["http://crm.example", "https://*"]}},
        {"embed": {"origins": [CRM]}, "audience": "partner"},
    ],
)
def test_others_have_none_and_are_made_as_before(settings):
    assert "call/embed/index.html" not in made(**settings)
    page = screen.page(site(**settings)).content.decode()
    assert "data-origins" not in page
    assert 'href="call/start.js"' in page


def test_only_the_address_that_takes_notes_is_asked_beside_the_site():
    settings = {"embed": {"origins": [CRM]}, "feedback": {"post": "https://voice.example/a?b"}}
    page = made(**settings)["call/embed/index.html"]
    assert "connect-src 'self' https://voice.example;" in page


def test_the_policy_names_the_same_pages():
    kb = Kb.model_validate({"embed": {"origins": [CRM, "http://localhost:8000"]}})
    assert framing.policy(kb) == f"frame-ancestors {CRM} http://localhost:8000"
