"""Real parts for the tests: servers, a browser, a language model, and fakes that speak a real protocol on the loopback.

Each module gets, starts and stops one part. `python -m tests.parts` gets all; the fixtures are in `conftest.py`.
"""
