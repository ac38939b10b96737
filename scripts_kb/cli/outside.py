"""MkDocs as its own command line runs it; what the system refuses it is a line, and no traceback.

kb build ──▶ python -m scripts_kb.cli.outside build … ──▶ MkDocs ──▶ site, or a line and exit code 2
"""

import gc
import signal

if __name__ == "__main__":
    # Ctrl-C in a terminal is for us as well, from the first import on: `kb` answers it, without
    # MkDocs' "Aborted!" and without the traceback of a module that was being loaded.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What is imported lives until the end; `collect_seldom` begins to look.
    gc.disable()

import logging
import runpy
import sys

from scripts_kb.cli import USER, mistakes


def main() -> None:
    """Run MkDocs with the arguments of this process."""
    # It tells of the page first what we tell of the file.
    logging.getLogger("mkdocs.commands.build").addFilter(_is_no_refusal)
    try:
        runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
    except OSError as error:
        mistakes.say(error, sys.argv[1:])
        sys.exit(USER)


def _is_no_refusal(_: logging.LogRecord) -> bool:
    """Tell whether something else is said than that the system refuses."""
    return not isinstance(sys.exception(), OSError)


if __name__ == "__main__":
    try:
        main()
    finally:
        gc.freeze()  # else Python, before it ends, looks for cycles in all that was made
