"""What was compiled once, kept where Python keeps its own modules: in `__pycache__` beside it.

    review.html ──compile, 90 ms──▶ code ──save──▶ __pycache__/review.html.cpython-313.pyc
                                    code ◀──load── whole, of the same key; else nothing

Code that is read is code that runs. So it lies with the code of the package itself, and nowhere
else: whoever may write there may as well write our modules. A repository that we read, the folder
of a site or one for everybody can never hold it. Where nothing can be written, none is kept.
"""

import contextlib
import hashlib
import importlib.util
import marshal
import sys
from pathlib import Path
from types import CodeType
from typing import Final

from scripts_kb import files

_DIGEST: Final = hashlib.sha256().digest_size


def load(source: Path, key: str) -> CodeType | None:
    """Give what was compiled; None where nothing is kept, or not whole, or by another key.

    Args:
        source: what it was compiled from; names it, and need not exist.
        key: names whatever the code depends on but Python itself.
    """
    with contextlib.suppress(OSError, NotImplementedError):
        content = _kept(source).read_bytes()
        code = content[_DIGEST:]
        if content[:_DIGEST] == _seal(key, code):
            found = marshal.loads(code)  # noqa: S302 - sealed by us, beside our own modules
            return found if isinstance(found, CodeType) else None
    return None


def save(source: Path, key: str, code: CodeType) -> None:
    """Keep what was compiled, unless Python is told to keep nothing or the disk refuses."""
    if sys.dont_write_bytecode:
        return
    with contextlib.suppress(OSError, NotImplementedError):
        kept = _kept(source)
        kept.parent.mkdir(parents=True, exist_ok=True)
        content = marshal.dumps(code)
        files.write(kept, _seal(key, content) + content)


def _kept(source: Path) -> Path:
    """Name the file, where Python would keep a module of that name.

    Raises:
        NotImplementedError: where Python keeps none.
    """
    return Path(importlib.util.cache_from_source(source.with_name(f"{source.name}.py")))


def _seal(key: str, code: bytes) -> bytes:
    """Give what code begins with that is whole, of a key and of this Python."""
    digest = hashlib.sha256(importlib.util.MAGIC_NUMBER)
    for part in (key.encode(), code):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()
