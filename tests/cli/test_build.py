"""What a build says of the site that it wrote."""

from pathlib import Path

import pytest

from scripts_kb.cli import build


@pytest.mark.parametrize(
    ("offers", "said"),
    [
        ((), "Партнёрам на нём не видно ничего: им показывают действующие акции"),
        (("probnik", "espresso-20"), "Партнёры видят на нём акций: 2."),
    ],
)
def test_a_site_for_partners_says_how_much_they_see(tmp_path: Path, offers, said: str):
    # The list of offers is there in any case.
    for each in ("", *offers):
        page = tmp_path / "offers" / each / "index.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text("", "utf-8")
    assert build._shared(tmp_path, "ru").startswith(said)
