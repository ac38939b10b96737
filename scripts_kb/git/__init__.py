"""The door to git: finds the repository, resolves revisions, streams its history and its blobs.

A change is what lands on the published branch: one first-parent commit. A merge is one change; the
commits that it brought in speak through it:

    ●───●───────────●───●      first-parent: what landed, oldest first
         ╲         ╱
          ○───○───○            brought in by the merge, with their messages

One `git log` gives the whole history with messages and touched files, one `git cat-file` the blobs:

    command ──▶ repository ──walk──▶ Landed, Landed, …
            └─▶ blobs      ──read──▶ bytes

Nothing that the repository names is ever run: no external diff, textconv, fsmonitor, pager, hook or
fetch; every revision is resolved to a hash before it is used.
"""

from scripts_kb.git.blobs import Blobs
from scripts_kb.git.repository import Repository

__all__ = ["Blobs", "Repository"]
