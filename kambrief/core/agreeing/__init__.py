"""The rules by which `core.agreed` finds what a call came to: one module a kind of finding, one of words a language."""
