"""A folder with three sites, as a server has it before it starts."""

import shutil
from pathlib import Path

import pytest

from scripts_kb.app import doors
from scripts_kb.app.doors import servers, setting
from scripts_kb.app.workspace import Workspace
from scripts_kb.content import starter
from tests.browser.doors.served import DOMAIN, ROOT


@pytest.fixture(scope="module")
def base(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three sites, told of and set up for both servers."""
    folder = tmp_path_factory.mktemp("kb")
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "site").symlink_to(published)
    where = Workspace(folder / "content", None, "content")
    for audience, name in (("heads", "site-heads"), ("partner", "site-partner")):
        (folder / name).mkdir()
        (folder / name / "index.html").write_text(f"<script>0</script>{audience}")
    for name, audience in (("site", "team"), ("site-heads", "heads"), ("site-partner", "partner")):
        doors.told(where, folder / name, audience)
    for server in servers.FORMS:
        starter.add(folder, setting.files(folder, server, DOMAIN))
    servers.renewed(folder)
    return folder
