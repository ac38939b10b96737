"""Signals as a program of a terminal hears them, whoever runs the tests.

`nohup` has a program ignore that its terminal is closed, a shell that starts one behind it has it
ignore Ctrl-C, and both hold for whatever that program starts.
"""

import signal


def heard() -> None:
    """Lets a program that is about to start hear what it was told to ignore."""
    for each in (signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
