"""``python -m kambrief``."""

from kambrief.cli import main

main()
