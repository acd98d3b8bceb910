"""How a value stands in a text that patterns look at: as one character that no keyboard has."""

FIRST, LAST = 0xE000, 0xF8FF
MARK = f"[{chr(FIRST)}-{chr(LAST)}]"
"""Matches any value in a clause."""
