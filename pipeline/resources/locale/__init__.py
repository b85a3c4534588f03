"""The interface words of the report page, one catalogue file per language."""
