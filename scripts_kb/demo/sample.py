"""The sample company's content: where it is. Each build asks for it, so nothing else is loaded."""

from pathlib import Path
from typing import Final

from scripts_kb.problems import UserError

PACKAGE: Final = Path(__file__).parent
_COPY: Final = "sample/content"
"""Where the wheel holds the content of the checkout that it was built of."""


def content() -> Path:
    """Give the folder of the sample's content.

    Raises:
        UserError: where neither the package nor a checkout around it has one.
    """
    for folder in (PACKAGE / _COPY, PACKAGE.parents[1] / "content"):
        if (folder / "kb.yml").is_file():
            return folder
    raise UserError("no-sample", folder=PACKAGE / _COPY)


def is_sample(folder: Path) -> bool:
    """Tell whether a content folder is the sample's own."""
    try:
        return folder.resolve() == content().resolve()
    except UserError:
        return False
