"""The numbered steps, oldest first. A released one is never edited: it must do tomorrow what it did yesterday."""
