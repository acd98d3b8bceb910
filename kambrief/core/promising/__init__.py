"""How promises are found in what was said, by rules alone (domain facts, I9); `core.commitment` puts it together."""
