"""The spaCy components, one file each: what is said."""
