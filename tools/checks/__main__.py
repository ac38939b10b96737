"""`tools/test`: runs the checks, all of them or those that are named, and sums up.

A failed step does not stop the others, so that one run shows all there is to do. Steps run beside
each other, each after the one that it waits for, and are told in order.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tools.checks import beside, scratch, times
from tools.checks.steps import STEPS, Result, Step

_ROOT = Path(__file__).resolve().parents[2]


def run(steps: Sequence[Step], root: Path, *, ci: bool) -> int:
    """Runs steps, printing a title before and a result after each, and a summary at the end.

    Args:
        steps: What to run, in order.
        root: The checkout.
        ci: A step that could not run is a failure: nobody reads that it did not. But one that asks
            what is kept elsewhere may fail by no fault of the checkout.

    Returns:
        0 where all passed, else 1. Outside CI a step that did not run is no failure, but is said
        to be none of the passed.
    """
    results: list[tuple[Step, Result, float]] = []
    for step, ended, seconds in _told(steps, root):
        result = ended
        if result is Result.NOT_RUN and ci and not step.afar:
            print("In CI that is a failure.")
            result = Result.FAILED
        results.append((step, result, seconds))
        if result is Result.PASSED:  # one that failed may have ended early
            times.remember(root, step.name, results[-1][2])
        print(f"=== {step.name}: {result.value}, {results[-1][2]:.1f} s", flush=True)
    print("\n" + summary(results), flush=True)
    return int(any(result is Result.FAILED for _, result, _ in results))


def _told(steps: Sequence[Step], root: Path) -> Iterator[tuple[Step, Result, float]]:
    """Runs steps and tells them in order; neighbours that may do so run beside each other."""
    titles = (f"\n=== {n}/{len(steps)} {s.name}: {s.title}" for n, s in enumerate(steps, start=1))
    for together, group in groupby(steps, key=lambda step: step.beside and beside.POSSIBLE):
        neighbours = list(group)
        if together and len(neighbours) > 1:  # one alone is heard while it runs
            # One more than processors: what one waits for is filled by another.
            copies = beside.each(neighbours, root, (os.cpu_count() or 1) + 1)
            for step, (words, result, seconds) in zip(neighbours, copies, strict=True):
                print(next(titles), *words.splitlines(), sep="\n", flush=True)
                yield step, result, seconds
            continue
        for step in neighbours:
            print(next(titles), flush=True)
            begun = time.monotonic()
            result = step.run(root)
            seconds = time.monotonic() - begun
            if result is Result.PASSED:
                step.passed(root)
            yield step, result, seconds


def summary(results: Sequence[tuple[Step, Result, float]]) -> str:
    """Sums up: a line for each step with its seconds, and last how many ended how.

    Args:
        results: Each step that was run, how it ended, and the seconds it took.

    Returns:
        Lines of text; the last one counts.
    """
    lines = [
        f"{result.value:>8}  {seconds:6.1f} s  {step.name}: {step.title}"
        for step, result, seconds in results
    ]
    counts = {kind: sum(result is kind for _, result, _ in results) for kind in Result}
    closing = f"{counts[Result.PASSED]} passed, {counts[Result.FAILED]} failed"
    if not_run := counts[Result.NOT_RUN]:
        closing += f", {not_run} skipped"
        lines.append(f"NOT RUN: {', '.join(s.name for s, r, _ in results if r is Result.NOT_RUN)}")
    return "\n".join([*lines, "", closing])


def main(arguments: Sequence[str], steps: Sequence[Step] = STEPS, root: Path = _ROOT) -> int:
    """Reads the command line and runs what it asks for.

    Args:
        arguments: The command line without the program's name.
        steps: The steps that there are.
        root: The checkout.

    Returns:
        The exit code: 0 passed, 1 failed, 2 a step that there is not, 130 interrupted.
    """
    parser = argparse.ArgumentParser("tools/test", description="Run every check there is.")
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="run this step; may be given again"
    )
    parser.add_argument(
        "--list", action="store_true", help="list the steps with their times and stop"
    )
    options = parser.parse_args(arguments)
    if options.list:
        print(times.listing(steps, times.remembered(root)))
        return 0
    known = {step.name: step for step in steps}
    if unknown := [name for name in options.only or () if name not in known]:
        parser.error(f"no step is called {unknown[0]}; there are: {', '.join(known)}")
    chosen = [step for step in steps if not options.only or step.name in options.only]
    ci = os.environ.get("CI", "").lower() in {"1", "true"}
    try:
        with scratch.held():
            return run(chosen, root, ci=ci)
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
