"""The phrase that a trial is about: where it stands today, and whether it was changed under it."""

from scripts_kb.content.base import Base
from scripts_kb.schema import outline, values
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.trials import Trial


def phrase(base: Base, trial: Trial) -> str | None:
    """Give the words that a trial is about as they stand today.

    Args:
        base: the knowledge base.
        trial: the trial; it names a card and a place of it.

    Returns:
        None where there is no such card, or no words at that place.
    """
    entity, _, path = trial.what.partition("#")
    document = base.documents.get(entity)
    declared = _declared(entity, path) if document and path else None
    if document is None or declared is None or declared.use not in {"spoken", "published", "line"}:
        return None
    found = values.at(document.value, path, outline.of(entity))
    return found if isinstance(found, str) else None


def _declared(entity: str, path: str) -> Shape | None:
    try:
        return outline.at(entity, path)
    except ValueError:  # what stands there is no path
        return None


def stopped(base: Base, trial: Trial) -> bool:
    """Tell whether the phrase of a trial was changed under it.

    Args:
        base: the knowledge base.
        trial: the trial.
    """
    now = phrase(base, trial)
    return now is None or not trial.variants or _plain(now) != _plain(trial.variants[0].say)


def _plain(text: str) -> str:
    return " ".join(text.split())
