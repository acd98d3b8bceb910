"""Decisions: plain data and ``now`` in, decisions out. No I/O, no clock, no log."""
