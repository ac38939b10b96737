"""An independent slow recomputation of the past, and the random histories that it is asked about.

    stories.tell(seed) ──▶ a git repository ──▶ scripts_kb (fast) ─┐
                                            └─▶ oracle (slow)     ─┴─▶ compare.differences

The oracle shares no code with the package but the schema's shapes. It reads raw commits and trees,
keeps every version of the whole tree, and states each rule of the log once more, in its own way.
"""
