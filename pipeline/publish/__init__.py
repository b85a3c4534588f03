"""Writers: what a run leaves in the output folder, one module a form."""
