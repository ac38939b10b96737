"""Lays the sample into the wheel: `kb demo` and `kb serve --demo` need it where no checkout is.

It stands in the checkout as a company's own base would. An editable install finds it there.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SAMPLE = "scripts_kb/demo/sample"


class SampleHook(BuildHookInterface[Any]):
    """Told by `pyproject.toml`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Names what else goes into the wheel.

        Args:
            version: What is built: `standard` or `editable`.
            build_data: Takes the files, by where they stand.
        """
        if version != "editable":
            build_data["force_include"] |= {
                name: f"{_SAMPLE}/{name}" for name in ("content", "mkdocs.yml")
            }
