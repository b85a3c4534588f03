"""Words and rules as data: files that a secretary can edit."""
