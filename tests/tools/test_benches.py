import json
import sys
import time

import pytest

import tools.benches
from tools.benches import __main__ as benches
from tools.benches import measure
from tools.benches.measure import Row


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (Row.at_most("a", 2.5, "x", 2.5), True),
        (Row.at_most("a", 2.6, "x", 2.5), False),
        (Row.at_least("a", 0.9, "", 0.9), True),
        (Row.at_least("a", 0.8, "", 0.9), False),
        (Row.shown("a", 99, "s"), True),
    ],
)
def test_bound(row, holds):
    assert row.holds is holds


def test_json_has_the_keys_that_others_read():
    assert json.loads(measure.as_json([Row.at_most("что", 2.1, "x floor", 2.5)])) == [
        {"what": "что", "value": 2.1, "unit": "x floor", "bound": 2.5, "holds": True}
    ]


def test_table_marks_a_broken_bound():
    rows = [Row.at_most("a", 3, "x", 2.5), Row.shown("longer", 1234.5, "MiB")]
    assert measure.table(rows).splitlines() == [
        "what      value  unit  bound",
        "a         3.000  x       2.5  DOES NOT HOLD",
        "longer  1,234.5  MiB",
    ]


def test_runs_alternate_after_a_warm_up():
    ran = []
    seconds = measure.alternate(
        {"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, rounds=2
    )
    assert ran == ["a", "b", "a", "b", "a", "b"]
    assert {name: len(times) for name, times in seconds.items()} == {"a": 2, "b": 2}


def test_ratio_is_the_median_of_rounds():
    assert measure.ratio({"a": [3, 100, 2], "b": [1, 1, 2]}, "a", "b") == 3


def test_cost_sees_the_memory_of_children():
    hold = "b = bytearray(60 << 20); import time; time.sleep(0.2)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}], check=True)"
    cost = measure.cost([sys.executable, "-c", parent])
    assert 60 < cost.peak_mib < 200
    assert cost.seconds > 0.2


def test_failed_program_is_no_measurement():
    failing = [sys.executable, "-c", "raise SystemExit(1)"]
    with pytest.raises(measure.subprocess.CalledProcessError):
        measure.cost(failing)
    with pytest.raises(measure.subprocess.CalledProcessError):
        measure.call(failing)


class TestCommand:
    @pytest.fixture(autouse=True)
    def _benches(self, tmp_path, monkeypatch):
        for name, value in (("good", 1), ("broken", 9)):
            (tmp_path / f"{name}_bench.py").write_text(
                f'"""About {name}."""\n'
                "from tools.benches.measure import Row\n"
                f"run = lambda arguments: [Row.at_most(' '.join(arguments), {value}, 'x', 2)]\n"
            )
        monkeypatch.setattr(tools.benches, "__path__", [*tools.benches.__path__, str(tmp_path)])

    def test_alone_it_lists_names(self, capsys):
        assert benches.main([]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert "good_bench   About good." in lines
        assert [line.split()[0] for line in lines] == sorted(benches.names())
        assert "measure" not in benches.names()

    @pytest.mark.parametrize(("name", "code"), [("good_bench", 0), ("broken_bench", 1)])
    def test_bound_decides_the_exit_code(self, capsys, name, code):
        assert benches.main([name, "--json", "--size", "9"]) == code
        (row,) = json.loads(capsys.readouterr().out)
        assert row["holds"] is (code == 0)
        assert row["what"] == "--size 9"

    def test_failed_program_is_named_with_what_it_said(self, capfd, tmp_path):
        (tmp_path / "failing_bench.py").write_text(
            "import sys\n"
            "from tools.benches.measure import call\n"
            "run = lambda _: call([sys.executable, '-c', 'import sys; sys.exit(\"why\")'])\n"
        )
        assert benches.main(["failing_bench"]) == 3
        assert "why" in capfd.readouterr().err

    def test_unknown_name(self, capsys):
        with pytest.raises(SystemExit) as exit_:
            benches.main(["nothing"])
        assert exit_.value.code == 2
        assert "no bench is called nothing; there are: broken_bench," in capsys.readouterr().err


def test_every_bench_says_what_it_is():
    for name in benches.names():
        module = __import__(f"tools.benches.{name}", fromlist=["run"])
        assert module.__doc__
        assert callable(module.run)


def test_time_is_in_seconds():
    seconds = measure.alternate({"nap": lambda: time.sleep(0.01)}, rounds=1)
    assert seconds["nap"][0] >= 0.01
