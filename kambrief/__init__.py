"""Kambrief: a personal brief before each customer call, a follow-up after it."""

__version__ = "0.1.0"
