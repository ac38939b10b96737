"""What other programs and people hand in, brought into the form of the base."""
