"""Recalls, for a comparison, what the changes did that its commits take back.

    a commit under review: "This reverts commit 3ad5…" ──▶ 3ad5 landed long before
                                                            └─fold─▶ its rows ──▶ Memory

A comparison reads only what lies between two states; what is reverted mostly lies before them.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from scripts_kb.git import Repository
from scripts_kb.git.records import Commit, Landed
from scripts_kb.past import landing, messages, reverts
from scripts_kb.past.memory import Memory
from scripts_kb.past.records import Row
from scripts_kb.past.store import Store
from scripts_kb.problems import UserError
from scripts_kb.review import trees


def recall(
    repository: Repository, prefix: str, commits: Iterable[Commit], base: str, store: Store
) -> None:
    """Recall what the changes did that commits take back, of those that a base has.

    Args:
        repository: where.
        prefix: the content folder.
        commits: those under review.
        base: what landed before.
        store: reads blobs; its memory is told.
    """
    memory = store.archive
    if not isinstance(memory, Memory):
        return
    for name in dict.fromkeys(_named(repository, commits, base)):
        memory.land(name, ())
        memory.recall(tuple(_rows(repository, prefix, name, store)))


def _named(repository: Repository, commits: Iterable[Commit], base: str) -> Iterator[str]:
    for commit in commits:
        said = messages.trailers(commit.message)
        for written in said.reverts:
            with suppress(UserError):  # a commit of elsewhere, or of another history
                name = repository.resolve(written)
                if repository.merge_base(name, base) == name:
                    yield name
        for subject in map(reverts.titled, said.undoes):
            found = repository.quoted(subject, base)
            yield from (name for name, text in found if reverts.titled(text) == subject)


def _rows(repository: Repository, prefix: str, name: str, store: Store) -> Iterator[Row]:
    """Fold one landed change upon the files as they were before it."""
    try:
        parent = repository.resolve(f"{name}^")
    except UserError:  # the first commit of all takes its files from nowhere
        return
    walk = list(repository.walk(name, prefix, since=parent))
    paths = {each.path for landed in walk for each in landed.commit.touched}
    before = trees.touched({}, repository.tree(parent, prefix))
    seed = tuple(each for each in before if each.path in paths)
    fold = landing.Fold(store, prefix=prefix)
    for folded in fold.fold([Landed(Commit(parent, (), 0, 0, "", seed)), *walk], lambda _: False):
        if folded.landed.commit.id == name:
            yield from (row for row in folded.rows if row.kind != "gap")
