"""The review of a ten-entity change on the demonstration, against `kb --help`, in each form."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.benches.measure import Row, alternate, call, ratio

_BOUND = 6.0
_ENTITIES = 10
_FORMS = ("json", "terminal", "markdown", "html")


def run(arguments: Sequence[str]) -> list[Row]:  # noqa: ARG001 - there is nothing to choose
    """Measures how many times `kb --help` a review takes.

    Args:
        arguments: None are known.

    Returns:
        A row a form. A review that read more history than lies between its two revisions, or
        parsed the whole base, would break the bound.
    """
    with tempfile.TemporaryDirectory() as folder:
        year = Path(folder, "year")
        call([sys.executable, "-P", "-m", "scripts_kb", "demo", str(year)])
        _change(year)
        here = Path.cwd()
        os.chdir(year)
        try:
            kb = [sys.executable, "-P", "-m", "scripts_kb"]
            seconds = alternate(
                {
                    "help": lambda: call([*kb, "--help"]),
                    **{
                        form: lambda form=form: call(  # type: ignore[misc]
                            [*kb, "diff", "HEAD~1", "HEAD", "--format", form]
                        )
                        for form in _FORMS
                    },
                },
                rounds=11,
            )
        finally:
            os.chdir(here)
    return [
        Row.at_most(f"kb diff --format {form}", ratio(seconds, form, "help"), "x help", _BOUND)
        for form in _FORMS
    ]


def _change(year: Path) -> None:
    """Commits a change of ten objections."""
    files = sorted(year.glob("content/objections/**/*.yml"))[:_ENTITIES]
    for file in files:
        text = file.read_text(encoding="utf-8")
        changed = re.sub(r"^title: .*$", r"\g<0> иначе", text, count=1, flags=re.MULTILINE)
        file.write_text(changed, encoding="utf-8", newline="\n")
    name = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org"]
    command = ["git", "-C", str(year), *name, "commit", "-qam", "Ten\n\nOrigin: мерим время"]
    subprocess.run(command, check=True)
