"""How good a brief is: it plays scenarios, scores the texts, and checks each claim against the raw files."""
