"""Who may hold the call screen in a frame: what its page, and the server before it, say of that.

It is apart from the page, whose templates a server's headers do not need.
"""

from typing import Final

from scripts_kb.schema import origins
from scripts_kb.schema.config import Kb

FOLDER: Final = "call/embed/"
"""Where the page stands, below the site."""


def allowed(kb: Kb) -> tuple[str, ...]:
    """Give the origins that may frame the screen, each once; what is none is left out."""
    named = kb.embed.origins if kb.embed else ()
    return tuple(dict.fromkeys(each for each in named if origins.trusted(each)))


def policy(kb: Kb) -> str:
    """Give the header `Content-Security-Policy` of the page: who may hold it in a frame.

    Examples:
        >>> from scripts_kb.schema.config import Embed
        >>> policy(Kb(embed=Embed(origins=("https://crm.example", "https://*"))))
        'frame-ancestors https://crm.example'
        >>> policy(Kb())
        "frame-ancestors 'none'"
    """
    named = " ".join(allowed(kb)) or "'none'"
    return f"frame-ancestors {named}"
