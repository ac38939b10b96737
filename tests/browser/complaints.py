"""What pages did that they may not, and what a test lets pass of it."""

import re

OFFLINE = r"net::ERR_|/sw\.js"
"""What a browser says of a network that is gone: of requests, and of the question for news."""


class Complaints:
    """What pages did that they may not.

    A test that provokes a complaint forgives that kind, and no other, before it does so. When the
    browser says it does not matter then; of a list that is emptied something may come afterwards.
    """

    def __init__(self) -> None:
        self.said: list[str] = []
        self._forgiven: list[str] = []

    def forgive(self, *patterns: str) -> None:
        """Let pass what holds one of these regular expressions, whenever it is said."""
        self._forgiven += patterns

    def left(self) -> list[str]:
        """Give what nobody has forgiven."""
        kinds = self._forgiven
        return [each for each in self.said if not any(re.search(kind, each) for kind in kinds)]
