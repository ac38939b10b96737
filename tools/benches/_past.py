"""Reads a whole past in a process of its own: `python -m tools.benches._past FOLDER`.

Prints one JSON object: rows, versions, leaves, seconds, and the most memory that this process and
the largest one that it started held.
"""

import json
import re
import resource
import shutil
import sys
import time
from pathlib import Path


def main(folder: Path) -> None:
    """Reads the past of `content` in a repository for the first time, and keeps it."""
    begun = time.perf_counter()
    from scripts_kb import chronicle  # noqa: PLC0415 - the import is part of what is measured
    from scripts_kb.history import Repository  # noqa: PLC0415

    repository = Repository(folder)
    shutil.rmtree(repository.root / chronicle.CACHE, ignore_errors=True)

    log = chronicle.past(repository, "content")
    seconds = time.perf_counter() - begun
    print(
        json.dumps(
            {
                "rows": len(log.rows),
                "entities": len(log.present),
                "leaves": sum(map(len, log.origins.values())),
                "seconds": seconds,
                "peak_mib": _peak_mib(),
            }
        )
    )


def _peak_mib() -> float:
    """Gives the most resident memory; what a parent held before it started us does not count."""
    # The largest child is the Python that reads ahead, or a git, which is then counted too much.
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8"))
        if found:
            return int(found[1]) / 1024 + child
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 + child


if __name__ == "__main__":
    main(Path(sys.argv[1]))
