"""What a question when is about: ``When do we get the last pumps?`` → the last pumps."""

import re

from kambrief.core.promising import phrase
from kambrief.core.promising.tongue import Tongue

DELIVERS = {
    "en": re.compile(
        r"\b(?:get|have|receive|expect|see|send|deliver|ready|here|arrive|come|coming|done|possible|finished|share|"
        r"provide|fixed|result|available|able|could you|can you|would you|will it)\b",
        re.IGNORECASE,
    ),
    "fi": re.compile(
        r"(?<!\w)(?:saa\w*|tulee|tulis\w*|tule|onnistu\w*|valmis|valmiina|toimit\w*|lähet\w*|ehdi\w*|pysty\w*|korja\w*|"
        r"perillä|hoitu\w*|voi\w*|laita\w*)",
        re.IGNORECASE,
    ),
    "sv": re.compile(
        r"(?<!\w)(?:får|få|kommer|klar\w*|lever\w*|skick\w*|hinn\w*|färdig\w*|kan (?:du|ni)|går det)(?!\w)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?<!\w)(?:bekomm\w*|krieg\w*|kommt|kommen|fertig|liefer\w*|schick\w*|haben|hätten|da|erhalt\w*|können Sie|"
        r"möglich|schaff\w*|kannst)(?!\w)",
        re.IGNORECASE,
    ),
}
"""Something is to be there: no question for a mere fact."""
_LITTLE = re.compile(
    r"(?<!\w)(?:do|does|did|will|would|can|could|is|are|be|we|i|you|it|they|us|me|able|to|then|and|so|"
    r"me|mä|te|sä|se|ne|on|ois|olis|olisi|sitten|ja|no|"
    r"vi|jag|du|ni|det|den|kan|ska|är|att|och|då|"
    r"wir|ich|sie|es|kann|können|könnte|könnten|wird|werden|ist|sind|uns|mit|und|denn|dann|rechnen)(?!\w)",
    re.IGNORECASE,
)


def thing(text: str, tongue: Tongue) -> str:
    """The words of the question without the asking."""
    match = tongue.when.search(text)
    if match is None or not DELIVERS[tongue.language].search(text):
        return ""
    rest = DELIVERS[tongue.language].sub(" ", text[match.end() :])
    rest = _LITTLE.sub(" ", rest)
    found = phrase.clean(" ".join(rest.split()), tongue)
    return found if any(len(word) > 3 for word in found.split()) and len(found.split()) <= 6 else ""
