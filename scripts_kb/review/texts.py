"""The review's own words; everything else comes from labels and content."""

from typing import Final

from scripts_kb.language.catalogue import catalogue

say: Final = catalogue("review").say
count: Final = catalogue("review").count
