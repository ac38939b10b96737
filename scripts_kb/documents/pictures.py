"""Images: told by their bytes, and by what they are called."""

import posixpath
from typing import Final, Literal

from scripts_kb.documents.archives import PackedFile
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import clean
from scripts_kb.documents.model import Image

LARGEST: Final = 20 << 20

ImageKind = Literal["png", "jpeg", "gif", "webp"]


def kind(content: bytes) -> ImageKind | None:
    """Tell the form of an image; None for one that a site does not show.

    Examples:
        >>> kind(b"GIF89a"), kind(b"BM")
        ('gif', None)
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def image(at: str, archive: PackedFile, part: str, alt: str) -> Image:
    """Take an image out of an archive; one that is too large or torn without its bytes.

    Args:
        at: where it stands.
        archive: the file.
        part: where its bytes are; "" where nobody says.
        alt: what stands for it.
    """
    try:
        content = archive.read(part, LARGEST) if part in archive else b""
    except DamagedError:
        content = b""
    return Image(at, posixpath.basename(part), clean(alt).strip(), content, kind(content))
