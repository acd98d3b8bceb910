"""The tests mirror the package; `parts` holds the real servers and tools that some of them use."""
