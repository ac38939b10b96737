"""Making foreign text harmless where an escaping template cannot.

Control characters end Markdown's own placeholders, bidirectional ones make a text read otherwise
than it stands: both are taken away. Where foreign text must stand in front matter, which Markdown,
YAML and the theme's unescaped templates all read, every character that is no letter or digit
becomes a numeric entity.
"""

import re
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\ud800-\udfff\U000e0000-\U000e007f]"
)
_NOT_WORD: Final = re.compile(r"[^\w ]")


def seen(text: str) -> str:
    r"""Take away what no reader sees: control, bidirectional and private characters.

    Examples:
        >>> seen("Доро\u202eго\x02")
        'Дорого'
    """
    return _UNSEEN.sub("", text)


def encoded(text: str) -> str:
    """Encode every character that is neither a letter, a digit, nor a space.

    Examples:
        >>> encoded("{ a }")
        '&#123; a &#125;'
    """
    flat = " ".join(seen(text).split())
    return _NOT_WORD.sub(lambda match: f"&#{ord(match[0])};", flat)
