"""The picture of the keeper's guide: a script of a Word document on the site, after its import.

a made document ─▶ kb init, kb import scripts --write ─▶ kb build ─▶ guide/LANGUAGE/import.webp
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
MADE: Final = ROOT / "tests" / "documents" / "made"
TODAY: Final = "2026-11-29"
WIDTH: Final = 900
HEIGHT: Final = 860


@dataclass(frozen=True, slots=True)
class ImportedScript:
    """A document whose script is pictured.

    Attributes:
        language: Of the base and of the guide.
        document: Its file among the made ones.
        script: The id of the script that comes of it.
    """

    language: str
    document: str
    script: str

    @property
    def picture(self) -> Path:
        """Where the picture lies."""
        return ROOT / "scripts_kb" / "guide" / self.language / "import.webp"


SCRIPTS: Final = (
    ImportedScript("ru", "klinika-stili.docx", "skript-vhodyaschego-zvonka"),
    ImportedScript("en", "movers-call.docx", "moving-quote-first-call"),
)


def built(folder: Path, of: ImportedScript) -> Path:
    """Builds the site of a new base into which a document was imported.

    Returns:
        The folder of the site.

    Raises:
        subprocess.CalledProcessError: `kb` or git failed; it has said why.
    """
    now = f"{TODAY}T12:00:00+00:00"
    environment = {
        **os.environ,
        "SCRIPTS_KB_TODAY": TODAY,
        "PYTHONPATH": str(ROOT),
        **{
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Keeper"), ("EMAIL", "keeper@example.com"), ("DATE", now))
        },
    }

    def run(*command: str, where: Path) -> None:
        subprocess.run(
            command,
            cwd=where,
            env=environment,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def kb(*arguments: str, where: Path = folder) -> None:
        run(sys.executable, "-m", "scripts_kb", *arguments, where=where)

    kb("init", str(folder), "--language", of.language, where=ROOT)
    run("git", "init", "--quiet", "--initial-branch", "main", where=folder)
    shutil.copy(MADE / of.document, folder)
    kb("import", "scripts", of.document, "--write")
    run("git", "add", "content", where=folder)
    run("git", "commit", "--quiet", "--message", "Import", where=folder)
    kb("build")
    return folder / "site"
