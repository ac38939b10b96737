"""Documents of others: told by their content, read into units with addresses, letters and shape.

    file ──forms──▶ word, books, maps, flows, web, texts ──▶ SourceDocument
       └───second──▶ its letters, counted by other code

A reader decides nothing about meaning: which paragraph is a heading, who speaks, what is said. What
nobody may open is one line, `UnreadableFileError`. No address in a file is followed, no macro run.
"""

from scripts_kb.documents.errors import UnreadableFileError
from scripts_kb.documents.letters import letters
from scripts_kb.documents.reading import read
from scripts_kb.documents.second import count

__all__ = ["UnreadableFileError", "count", "letters", "read"]
