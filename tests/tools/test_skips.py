"""A test that skips itself fails, seen from outside."""

import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"


@pytest.mark.slow
def test_skipped_test_fails(tmp_path):
    (tmp_path / "conftest.py").write_bytes(CONFTEST.read_bytes())
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "def test_skips(): pytest.skip('no time')\n"
        "@pytest.mark.skipif(True, reason='never')\n"
        "def test_marked(): pass\n"
        "@pytest.mark.xfail\n"
        "def test_expected(): assert False\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert "1 failed, 1 xfailed, 1 error" in done.stdout
    assert "a test may not skip itself: Skipped: no time" in done.stdout
