"""Runs a workflow whole by `act`, which plays the runner of GitHub and of Gitea: offline, on this machine."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

_STEP = re.compile(r"^\[([^\]]+)\].* \[((?:[\d.]+(?:h|ms|m|s|µs|ns))+)\]$", re.MULTILINE)
_PART = re.compile(r"([\d.]+)(h|ms|m|s|µs|ns)")
_SECONDS = {"h": 3600, "m": 60, "s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}


def acted(
    workflow: Path,
    event: str,
    clone: Path,
    programs: Path,
    given: Mapping[str, str],
    *more: str,
    told: object = None,
) -> str:
    """Run a workflow for an event; give what was said.

    Args:
        workflow: its file.
        event: as the hosting names it.
        clone: where it runs: a clone of the published branch.
        programs: a folder whose programs come before all others.
        given: what the runner tells each step.
        more: what else `act` is told.
        told: the event itself.
    """
    home = programs.parent
    (home / "event.json").write_text(json.dumps(told or {}))
    names = [part for name, each in given.items() for part in ("--env", f"{name}={each}")]
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("act")), event,
            "--workflows", str(workflow), "--eventpath", str(home / "event.json"),
            "--action-offline-mode", "--no-cache-server", *more, *names,
        ],
        cwd=clone,
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def minutes(said: str) -> dict[str, float]:
    """Give how many minutes each job took, of what was said of its steps."""
    found: Counter[str] = Counter()
    for job, took in _STEP.findall(said):
        found[job.strip()] += sum(float(n) * _SECONDS[unit] for n, unit in _PART.findall(took))
    return {job: round(seconds / 60, 2) for job, seconds in found.items()}
