"""The sections of the floor, one module each: what code alone writes (`core.floor` puts them together)."""
