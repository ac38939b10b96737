"""Names and hashes of the files of a release."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping


def named(content: Mapping[str, bytes]) -> str:
    """Name files by what is in them."""
    digest = hashlib.sha256()
    for name, each in content.items():
        digest.update(f"{name}\0{len(each)}\0".encode())
        digest.update(each)
    return digest.hexdigest()[:12]


def integrity(content: bytes) -> str:
    """Give the hash of a file as `fetch` takes it.

    Source: W3C, Subresource Integrity.

    Examples:
        >>> integrity(b"")
        'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return f"sha256-{b64encode(hashlib.sha256(content).digest()).decode()}"
