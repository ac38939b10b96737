"""Changes that landed after a revision and were not explained, and reasons that claim nothing."""

from collections.abc import Iterator

from scripts_kb.app import swapped, workspace
from scripts_kb.content.base import Base
from scripts_kb.past import history
from scripts_kb.problems import Place, Problem


def since(where: workspace.Workspace, found: Base, revision: str) -> Iterator[Problem]:
    """Find what landed after a revision without a reason, and change files that explain nothing.

    Args:
        where: the content folder.
        found: what it says.
        revision: after which it landed.

    Raises:
        UserError: for a revision that git does not know.
    """
    repository = workspace.repository_of(where)
    start = repository.resolve(revision)
    log = history.read(repository, where.prefix)
    commits = repository.commits(start, log.tip, where.prefix)
    new = {each.id for each in commits}
    for merge in swapped.merges(repository, commits, start, log.tip, found.kb.branch or None):
        yield swapped.problem(merge.subject, merge.id, where.shown)
    for row in log.rows:
        if row.change in new and row.entity and row.unexplained:
            document = found.documents.get(row.entity)
            place = document.place() if document else Place(row.path)
            known_of = {"entity": row.entity, "subject": row.subject}
            yield Problem(place, "unexplained", known_of)
    known = {row.change for row in log.rows}
    for document in found.of("change"):
        for index, commit in enumerate(document.record.commits):
            if commit not in known and not repository.has(commit):
                place = document.place(("commits", index))
                yield Problem(place, "unknown-commit", {"value": commit})
        if document.id in log.idle:
            yield Problem(document.place(), "claims-nothing", {"id": document.id})
