"""JSON Schema of every kind, generated from the records: what editors complete and check by."""

import json
from collections.abc import Iterator
from typing import Any

from scripts_kb.model import kinds


def files() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each schema file.

    Examples:
        >>> dict(files())["objection.schema.json"].startswith("{")
        True
    """
    for kind, model in kinds.RECORDS.items():
        name = kind.rpartition("/")[2]
        schema = model.model_json_schema(by_alias=True)
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        yield (
            f"{name}.schema.json",
            json.dumps(_labelled(schema), ensure_ascii=False, indent=1) + "\n",
        )


def _labelled(schema: Any) -> Any:
    """Show both labels where an editor shows one text; our own keys are not for editors."""
    if isinstance(schema, dict):
        result = {key: _labelled(each) for key, each in schema.items()}
        if isinstance(result.get("en"), str) and isinstance(result.get("audience"), str):
            result["description"] = f"{schema.get('title', '')} / {result.pop('en')}"
            for key in ("audience", "use", "to", "choices", "to_keys"):
                result.pop(key, None)
        return result
    if isinstance(schema, list):
        return [_labelled(each) for each in schema]
    return schema
