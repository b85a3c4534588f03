"""Questions put to an output folder: SQL, words to find, needs to answer."""
