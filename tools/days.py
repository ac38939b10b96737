"""The days on which this repository looks at its own sample."""

from typing import Final

SAMPLE: Final = "2026-11-30"
"""The day on which the checks build the sample, and on which its tests live.

Its offers end one day, and so would what a test expects of them: neither the day of the machine
nor that of the last commit is a reason for a test to fail. Move it with the sample's dates.
"""
