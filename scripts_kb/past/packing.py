"""Values as they are kept: a checksum, then the text of the value as JSON."""

import json
import zlib
from typing import Any, Final

_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


class TornError(Exception):
    """What was kept is not what was written, or not whole."""


def packed(value: Any) -> bytes:
    """Write a value as it is kept.

    Examples:
        >>> unpacked(packed(["Дорого"]))
        ['Дорого']
    """
    text = _ENCODE.encode(value)
    try:
        body = text.encode()
    except UnicodeEncodeError:  # a path that is no text
        body = json.dumps(value).encode()
    return zlib.crc32(body).to_bytes(4, "big") + body


def unpacked(packed: Any) -> Any:
    """Read what `packed` wrote.

    Raises:
        TornError: where it is not what was written.
    """
    try:
        body = packed[4:]
        if zlib.crc32(body).to_bytes(4, "big") == packed[:4]:
            return json.loads(body)
    except (TypeError, ValueError):
        pass
    raise TornError
