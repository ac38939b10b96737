"""Composes `kb forms`: the contract and the index of a base, or the settings of a CMS."""

import json
from collections.abc import Mapping
from pathlib import Path

from scripts_kb import files
from scripts_kb.app import present
from scripts_kb.app.workspace import Workspace
from scripts_kb.forms import cms, contract, index


def texts(where: Workspace, audience: str) -> dict[str, str]:
    """Give what a form is made from: names of files with what stands in them.

    Args:
        where: the content folder.
        audience: whose form it is, `team` or `heads`.
    """
    base, _ = present.base(where)
    found = {"forms.json": contract.of(base, audience), "index.json": index.of(base)}
    return {
        name: json.dumps(each, ensure_ascii=False, indent=1) + "\n" for name, each in found.items()
    }


def settings(where: Workspace, system: str) -> dict[str, str]:
    """Give the settings of a CMS: the name of their file with what stands in it."""
    base, _ = present.base(where)
    return {"config.yml": cms.settings(base, system)}


def write(texts: Mapping[str, str], out: Path) -> list[str]:
    """Write files into a folder; return their names."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        files.write(out / name, text)
    return [(out / name).as_posix() for name in texts]
