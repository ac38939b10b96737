"""What decides how all is built stands in the review, and whoever decides the settings agrees to it."""

import pytest

MKDOCS = "site_name: A\nplugins: [scripts-kb]\n"
HOOKS = f"{MKDOCS}hooks: [own/lay.py]\ntheme: {{name: material, custom_dir: own/theme}}\n"
HOOK = "def on_config(config):\n    pass\n"
CASES = {
    "settings": ({"mkdocs.yml": HOOKS}, ["mkdocs.yml"]),
    "a hook that they named before": ({"own/lay.py": HOOK}, ["own/lay.py"]),
    "a template of theirs": ({"own/theme/main.html": "<b>"}, ["own/theme/main.html"]),
    "what git obeys": ({"content/offers/.gitattributes": "* text"}, ["content/offers/.gitattributes"]),
    "submodules": ({".gitmodules": ""}, [".gitmodules"]),
    "a recipe": ({".github/workflows/site.yml": "on: push"}, [".github/workflows/site.yml"]),
    "versions": ({"requirements.lock": "a==1"}, ["requirements.lock"]),
    "a readme": ({"README.md": "Да"}, []),
    "a program that nothing names": ({"tools/count.py": "print(1)"}, []),
}  # fmt: skip


def put(repo, files):
    repo.write({f"../{path}": text for path, text in files.items()})


@pytest.fixture
def hooked(ruled):
    put(ruled, {"mkdocs.yml": HOOKS, "own/lay.py": "", "own/theme/main.html": ""})
    ruled.commit("Настройки")
    put(ruled, {"mkdocs.yml": HOOKS.replace("A", "B")})
    ruled.commit("Название")
    ruled.git("switch", "-q", "-c", "branch")
    return ruled


def told(found):
    problems = [each for each in found["problems"] if each["code"].startswith("build-")]
    return [(each["code"], each["file"], each["message"]) for each in problems]


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_what_decides_how_all_is_built_is_named(name, hooked, diff):
    files, expected = CASES[name]
    put(hooked, files)
    hooked.commit("Правка")
    assert told(diff("main", "branch")) == [
        ("build-changed", path, f"Меняется сама сборка: {path}.") for path in expected
    ]


def test_a_submodule_is_named_wherever_it_lies(hooked, diff):
    blob = hooked.git("rev-parse", "HEAD")
    hooked.git("update-index", "--add", "--cacheinfo", f"160000,{blob},content/materials/all")
    hooked.git("commit", "-q", "-m", "Подмодуль")
    (found,) = told(diff("main", "branch"))
    assert found[:2] == ("build-changed", "content/materials/all")


@pytest.mark.slow
def test_at_the_gate_whoever_decides_the_settings_agrees_to_it(hooked, diff, kb):
    put(hooked, {"own/lay.py": HOOK, ".gitattributes": "* text"})
    hooked.commit("Правка")
    message = "Меняется сама сборка: .gitattributes, own/lay.py. Нужно согласие: Директор."
    gate = ("main", "branch", "--gate")
    assert told(diff(*gate)) == [("build-unagreed", ".gitattributes", message)]
    assert kb("diff", *gate, "--format", "markdown")[0] == 1
    agreed = (*gate, "--approved", "director")
    assert [each[0] for each in told(diff(*agreed))] == ["build-changed"]
    assert kb("diff", *agreed)[0] == 0
    assert "Меняется сама сборка" in kb("diff", *agreed)[1]


def test_many_files_are_counted(hooked, diff):
    put(hooked, {f".github/{number}.yml": "a" for number in range(7)})
    hooked.commit("Правка")
    (found,) = told(diff("main", "branch"))
    assert found[2].endswith(".github/4.yml (+2).")
