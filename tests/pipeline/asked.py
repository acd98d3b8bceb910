"""What a model was shown in a request, read from it by name: for models of tests, which answer what they are asked."""

import re

from kambrief.ports import Prompt
from tests.parts.fake_llm import Asked


def told(asked: Prompt | Asked) -> list[str]:
    """The data, line by line."""
    text = asked.user if isinstance(asked, Prompt) else asked.text
    return text.partition("<data>\n")[2].partition("\n</data>")[0].splitlines()


def facts_of(asked: Prompt | Asked) -> list[str]:
    """The short names of all facts."""
    return [line.split()[0] for line in told(asked) if re.match(r"F\d+ ", line)]


def fact_with(asked: Prompt | Asked, words: str) -> str:
    """The short name of the fact that holds these words."""
    return next(line.split()[0] for line in told(asked) if re.match(r"F\d+ ", line) and words in line)


def person_called(asked: Prompt | Asked, name: str) -> str:
    """The short name of a person."""
    return next(line.split()[0] for line in told(asked) if re.match(r"C\d+ ", line) and name in line)
