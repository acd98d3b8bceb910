"""The tests that run over the sample data."""
