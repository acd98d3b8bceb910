"""Sources of meetings."""
