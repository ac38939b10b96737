"""Addresses: an entity's page comes from its kind and id, never from its file.

"objection/dorogo"  ──▶  objections/dorogo.md, read at /objections/dorogo/
"""

from scripts_kb.schema.kinds import FOLDER_OF, FOLDERS


def source(entity: str) -> str:
    """Give the path of an entity's page in the tree.

    Examples:
        >>> source("process/lead")
        'processes/lead.md'
    """
    kind, _, id_ = entity.partition("/")
    return f"{FOLDER_OF[kind]}/{id_}.md"


def entity(path: str) -> str:
    """Give whose page stands at a path of the tree; "" where it is no entity's.

    Examples:
        >>> entity("processes/lead.md"), entity("objections/index.md"), entity("changes/2026-11.md")
        ('process/lead', '', '')
    """
    folder, _, name = path.partition("/")
    kind, id_ = FOLDERS.get(folder, "change"), name.removesuffix(".md")
    return "" if kind == "change" or id_ in {"index", name} else f"{kind}/{id_}"


def root(path: str) -> str:
    """Give the way from a page back to the site's root.

    Examples:
        >>> root("objections/dorogo.md"), root("changes/index.md"), root("index.md")
        ('../../', '../', '')
    """
    depth = path.count("/") + (0 if path.rpartition("/")[2] == "index.md" else 1)
    return "../" * depth
