"""Who speaks: from a text to title, blocks, turns and furniture."""
