"""Bodies of commands that need more than one call."""
