"""What others can reach over HTTP: the hooks through which vendors tell of changes."""
