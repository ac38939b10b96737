"""Reads a whole past in a process of its own: `python -m tools.benches._past FOLDER`.

Prints one JSON object: rows, versions, leaves, seconds, and the most memory that this process and
the Python that it started held together.
"""

import json
import re
import resource
import shutil
import sys
import time
from pathlib import Path

from scripts_kb.git import Repository
from scripts_kb.past import ahead, history, keeping


def main(folder: Path) -> None:
    """Reads the past of `content` in a repository for the first time, and keeps it."""
    begun = time.perf_counter()
    repository = Repository(folder)
    shutil.rmtree(repository.root / keeping.CACHE, ignore_errors=True)
    ahead.Ahead = _Weighed  # type: ignore[misc]
    log = history.read(repository, "content")
    seconds = time.perf_counter() - begun
    print(
        json.dumps(
            {
                "rows": len(log.rows),
                "entities": len(log.present),
                "leaves": sum(map(len, log.origins.values())),
                "seconds": seconds,
                "peak_mib": _peak_mib() + _Weighed.most,
            }
        )
    )


def _peak_mib(process: int | str = "self") -> float:
    """Gives the most resident memory; what a parent held before it started us does not count."""
    status = Path(f"/proc/{process}/status")
    if status.is_file():
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8"))
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Weighed(ahead.Ahead):
    """The Python that reads ahead, weighed before it ends."""

    most = 0.0

    def close(self) -> None:
        if self._other is not None:
            _Weighed.most = _peak_mib(self._other.pid)
        super().close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
