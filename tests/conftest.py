"""What holds for every test: none is skipped, and a busy machine breaks no property."""

from collections.abc import Iterator

import hypothesis
import pytest

# Time is measured by tools/bench; here a slow moment of the machine would fail a sound property.
hypothesis.settings.register_profile("project", deadline=None, print_blob=True)
hypothesis.settings.load_profile("project")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """A skipped test proves nothing and looks green: it fails instead."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"a test may not skip itself: {reason}"
    return report
