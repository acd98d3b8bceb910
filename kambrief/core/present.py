"""While which utterances nobody from outside was in the call, as far as its words show.

Only at its start and its end: in the middle somebody silent may be there. In doubt they were there, unless what is
said shows that the others are still to come or have left.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kambrief.core import lexicon
from kambrief.core.customer import Side
from kambrief.core.named import Roster
from kambrief.core.talk import Participant, Utterance

_BEFORE = re.compile(
    r"(?<!\w)(?:(?:ennen kuin|ennen ku|kun) (?:ne|he|asiakas|muut) |ovatko ne|onks ne|ei oo vielä (?:ketään|"
    r"linjoilla)|vielä kahden|"
    r"before (?:they|the customer|the client|the others) (?:join|come|arrive|get)|(?:they|"
    r"the customer) (?:are|is|aren['’]t|isn['’]t) (?:not )?(?:yet |here )|"
    r"they['’](?:re|ll) (?:not|be|join)|just us|only us|innan (?:de|kunden) (?:kommer|ansluter)|bara vi\b|"
    r"bevor (?:die|der kunde)|nur wir\b|noch unter uns)",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"(?<!\w)(?:(?:lähtikö|lähtivätkö|joko) (?:ne|he|kaikki)|ne (?:lähti|on poissa|meni)|nyt kun ne (?:lähti|"
    r"on poissa)|jäätkö (?:vielä )?(?:hetkeks|linjalle)|jää(?:thän|tkö)? (?:vielä )?linjalle|"
    r"(?:have|are|did) they (?:left|gone|leave|drop)|they['’](?:ve|re) (?:all )?(?:left|gone|dropped)|"
    r"they (?:have |all )?(?:left|dropped off)|"
    r"(?:now that|since) (?:they|the customer|everyone)|(?:can|could) you stay (?:on|for)|stay on (?:for|"
    r"the line)|just us now|only us (?:now|left)|"
    r"har de (?:gått|lämnat|loggat)|nu (?:när|har) de (?:har )?(?:gått|lagt|lämnat)|(?:kan du|"
    r"stanna) (?:stanna )?kvar|bara vi (?:kvar|nu)|"
    r"sind (?:sie|die|alle) (?:weg|raus)|(?:jetzt wo|nachdem) (?:sie|die)|(?:sie|die) sind (?:alle )?(?:weg|"
    r"raus)|bleib(?:st|en)? (?:du |sie )?(?:noch )?(?:kurz|dran|in der leitung)|nur (?:noch )?wir)",
    re.IGNORECASE,
)
_INTERNAL = re.compile(
    r"(?<!\w)(?:(?:meidän|meijän) (?:\w+ ){0,2}(?:raja|limiitti|minimi)|(?:hinnan |meidän )?alaraja|kipuraja\w*|"
    r"pohjahinta\w*|(?:ei|älä) (?:\w+ )?kerro(?:ta)? (?:\w+ ){0,2}(?:vielä|asiakkaalle|niille|heille)|"
    r"our (?:\w+ ){0,2}(?:floor|limit|minimum|walk-?away)|walk-?away|bottom line price|"
    r"(?:do not|don['’]t) (?:tell|mention|say|show) (?:\w+ ){0,3}(?:them|customer|client|yet)|"
    r"vår(?:t)? (?:\w+ ){0,2}(?:gräns|golv|minimum|minimipris|lägsta\w*)|"
    r"säg(?:er)? (?:inget|inte|ingenting)(?: \w+)? än|"
    r"unser\w* (?:\w+ ){0,2}(?:limit|minimum|mindestpreis|grenze)|mindestpreis|"
    r"(?:noch )?nicht (?:nennen|verraten|weitersagen)|"
    r"(?:voidaan|voimme|voitaisiin|could|can|might|kan|kunde|könnten|können)\b[^.;\n]*(?:alennus|discount|rabat))",
    re.IGNORECASE,
)
"""In an account manager's own notes: what is ours to know."""
_GREETING = re.compile(
    r"(?<!\w)(?:hi|hello|hey|morning|good (?:morning|afternoon|evening|day)|welcome|huomenta|hei|moi|moikka|"
    r"terve|päivää|iltapäivää|tervetuloa|"
    r"hej|hejsan|god (?:morgon|dag|förmiddag|eftermiddag)|välkom\w+|hallo|guten (?:tag|morgen|abend)|"
    r"grüß gott|moin|servus|willkommen)(?!\w)",
    re.IGNORECASE,
)
FAREWELL = re.compile(
    r"(?<!\w)(?:bye|goodbye|good ?night|see you|take care|have a (?:good|nice|great)|cheers|thank you (?:all|"
    r"everyone|everybody|both)|thanks (?:all|everyone|everybody|both)|talk soon|speak soon|"
    r"moi moi|moikka|moi|hei hei|heippa|näkemiin|nähdään|kiitos kaikille|kiitti|mukavaa (?:päivää|iltaa|"
    r"viikkoa|viikonloppua)|hyvää (?:päivän|viikon|illan)\w*|palataan|"
    r"hej ?då|hejdå|vi hörs|vi ses|ha det|trevlig (?:dag|kväll|helg)|tack (?:alla|allihop)|tack för (?:idag|"
    r"i dag|mötet)|"
    r"tschüss?|wiedersehen|wiederhören|bis (?:dann|bald|nächste\w*)|schönen (?:tag|abend|feierabend)|"
    r"schönes wochenende|danke (?:alle\w*|ihnen allen))(?!\w)",
    re.IGNORECASE,
)
_EVERYONE = re.compile(
    r"(?<!\w)(?:everyone|everybody|all|kaikki|kaikille|kaikkia|alla|allihop\w*|alle|allen|zusammen)(?!\w)",
    re.IGNORECASE,
)
_FEW = 3


def alone(utterances: Sequence[Utterance], people: Sequence[Participant]) -> tuple[Utterance, ...]:
    """The utterances with ``alone`` set. Speakers whose side nobody knows count as from outside. Where nobody but ours
    spoke, everything is ours alone, unless the platform saw somebody from outside.
    """
    sides = {one.key: one.side for one in people}
    roster = Roster(people)
    outside = [index for index, one in enumerate(utterances) if sides.get(one.who) is not Side.US]
    if not outside:
        there = any(one.present and one.side is not Side.US for one in people)
        return tuple(utterances) if there else tuple(replace(one, alone=True) for one in utterances)
    start = _before(utterances[: outside[0]], sides, roster)
    tail = outside[-1] + 1
    end = tail + _after(utterances[tail - 1 :])
    return tuple(
        replace(one, alone=True) if index < start or index >= end else one for index, one in enumerate(utterances)
    )


def internal(lines: Sequence[str]) -> tuple[bool, ...]:
    """Which lines of somebody's own notes are for us alone, by their words: a limit of ours, a thing not to tell; below
    a heading that says so, all down to the next heading or an empty line.
    """
    found: list[bool] = []
    below = False
    for line in lines:
        bare = line.strip()
        ours = bool(lexicon.NOT_FOR_CUSTOMER.search(bare) or _INTERNAL.search(bare))
        if not bare or bare.endswith(":"):
            below = ours
        found.append(ours or below)
    return tuple(found)


def _before(lead: Sequence[Utterance], sides: Mapping[str, Side | None], roster: Roster) -> int:
    """How many of the first utterances, all ours, were said before anybody came: up to the first greeting of theirs."""
    several = len({one.who for one in lead}) > 1 and len(lead) >= _FEW
    if not several and not any(_BEFORE.search(one.text) for one in lead):
        return 0
    for index, one in enumerate(lead):
        named = {sides.get(key) for key in roster.keys(one.text)}
        greets = bool(_GREETING.search(one.text))
        if greets and (Side.THEM in named or (_EVERYONE.search(one.text) and Side.US not in named)):
            return index
    last = lead[-1].text
    named = {sides.get(key) for key in roster.keys(last)}
    return len(lead) - 1 if _GREETING.search(last) and Side.US not in named else len(lead)


def _after(rest: Sequence[Utterance]) -> int:
    """How many utterances behind the last voice from outside, the first of ``rest``, they may still have heard."""
    tail = rest[1:]
    gone = next((index for index, one in enumerate(tail) if _GONE.search(one.text)), None)
    if gone is not None:
        return gone
    if not FAREWELL.search(rest[0].text) and not any(FAREWELL.search(one.text) for one in tail):
        return len(tail)
    heard = 0
    farewell = bool(FAREWELL.search(rest[0].text))
    for index, one in enumerate(tail):
        says = bool(FAREWELL.search(one.text))
        if farewell and not says:
            break
        farewell = farewell or says
        heard = index + 1
    return heard
