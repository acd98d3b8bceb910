"""Who runs the due work. The steps don't know which engine does."""
