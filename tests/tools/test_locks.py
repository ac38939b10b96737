import pytest

from tools.checks import locks

HASH = "    --hash=sha256:" + "0" * 64
SOUND = f"# made by uv\nclick==8.3.0 \\\n{HASH} \\\n{HASH}\n    # via kb\n"
MARKED = f"tomli==2.0 ; python_version < '3.11' \\\n{HASH}\n"
PROJECT = """
[project]
dependencies = ["click>=8"]
[dependency-groups]
build = ["flit_core>=3,<4"]
dev = [{include-group = "build"}, "ruff"]
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SOUND, []),
        (SOUND + MARKED, []),
        ("click==8.3.0\n", ["a.lock:1: click is pinned without a hash"]),
        (SOUND + "click>=8\n", ["a.lock:6: neither a version nor a hash: click>=8"]),
        (
            "--index-url https://index.example/simple\n" + SOUND,
            [
                "a.lock:1: neither a version nor a hash: --index-url https://index.example/simple",
            ],
        ),
        ("-f /wheels\n", ["a.lock:1: neither a version nor a hash: -f /wheels"]),
        (
            "click @ file:///x.whl\n",
            ["a.lock:1: neither a version nor a hash: click @ file:///x.whl"],
        ),
        ("# from https://x.y/\n", ["a.lock:1: names an address: # from https://x.y/"]),
        ("# from index.example.org\n", ["a.lock:1: names an address: # from index.example.org"]),
        (
            SOUND.replace("sha256", "md5"),
            ["a.lock:3: neither", "a.lock:4: neither", "a.lock:2: click is"],
        ),
    ],
)
def test_read_finds_what_has_no_place_in_a_lock(text, expected):
    _, findings = locks.read("a.lock", text)
    assert len(findings) == len(expected)
    assert all(str(f).startswith(e) for f, e in zip(findings, expected, strict=True)), findings


def test_read_gives_pins_with_normalised_names():
    (pin, marked), _ = locks.read("a.lock", SOUND.replace("click", "Cl_ick") + MARKED)
    assert (pin.name, pin.version, pin.line, pin.hashes) == ("cl-ick", "8.3.0", 2, 2)
    assert marked.marker == "python_version < '3.11'"


def _pin(name: str, version: str) -> str:
    return f"{name}=={version} \\\n{HASH}\n"


RUNTIME = {"click": "8.3.0", "flit-core": "3.12.0"}
DEV = RUNTIME | {"ruff": "1.0"}


@pytest.mark.parametrize(
    ("runtime", "dev", "expected"),
    [
        (RUNTIME, DEV, []),
        (
            {"click": "8.3.0"},
            DEV,
            ["requirements.lock: flit_core>=3,<4 is missing"],
        ),
        (RUNTIME, RUNTIME, ["requirements-dev.lock: ruff is missing"]),
        (
            RUNTIME | {"click": "7.0"},
            DEV | {"click": "7.0"},
            ["requirements-dev.lock:1: 7.0 is not click>=8", "requirements.lock:1: 7.0 is not c"],
        ),
        (
            RUNTIME,
            DEV | {"click": "8.4.0"},
            ["requirements-dev.lock: lacks click 8.3.0 of requirements.lock"],
        ),
    ],
)
def test_check_compares_locks_and_project(tmp_path, runtime, dev, expected):
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    for name, pins in (("requirements.lock", runtime), ("requirements-dev.lock", dev)):
        (tmp_path / name).write_text("".join(_pin(*pin) for pin in pins.items()))
    (tmp_path / locks.NPM).parent.mkdir(parents=True)
    (tmp_path / locks.NPM).write_text("{}")
    found = [str(finding) for finding in locks.check(tmp_path)]
    assert len(found) == len(expected), found
    assert all(f.startswith(e) for f, e in zip(found, expected, strict=True)), found
