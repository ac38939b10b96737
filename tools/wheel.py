"""Lays what stands outside of the package into the wheel, for where no checkout is.

The sample: `kb demo` and `kb serve --demo` need it; it stands in the checkout as a company's own
base would. The runtime lock: `kb init` pins by it. An editable install finds both where they are.
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
                "requirements.lock": "scripts_kb/requirements.lock",
                **{name: f"{_SAMPLE}/{name}" for name in ("content", "mkdocs.yml")},
            }
