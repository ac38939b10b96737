"""What one command composes: the steps below, in their order; and the door to MkDocs."""
