"""The records: what the other layers pass to each other. Nothing here reads a file or runs git."""
