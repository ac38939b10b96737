"""Tells what a run of the generator did; who only asks need not load the generator."""

from collections.abc import Mapping
from dataclasses import dataclass

from scripts_kb.language import Language
from scripts_kb.problems import Problem


@dataclass(frozen=True, slots=True)
class Made:
    """What a run of the generator did.

    Attributes:
        pages: how many files it made.
        changed: the paths of those that were written or removed.
        files: the path of each → the hash of its bytes, as `dressing.digest` gives it.
        problems: what is wrong with the content.
        language: the base's.
    """

    pages: int
    changed: tuple[str, ...]
    files: Mapping[str, str]
    problems: tuple[Problem, ...]
    language: Language
