"""How long a test waits for what it has started."""

from typing import Final

PATIENCE: Final = 600
"""Seconds. It ends a run that hangs, and says nothing of speed: a busy machine may take a tenth of it."""
