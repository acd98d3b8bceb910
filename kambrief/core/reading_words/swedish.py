"""Swedish."""

import re

from kambrief.core.reading_words.tongue import Tongue, whole, within, words

_NUMBER = (
    "noll|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo|"
    "trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|hundra|tusen"
)

SWEDISH = Tongue(
    small=words(
        "och eller men om att det den de som för med på av till från i in inte är var vara varit blir bli har hade ha "
        "kan kunde ska skulle vill ville måste får fick vad vem vilka vilken vilket hur när varför där här så då nu "
        "än också bara mer mest vi oss vår våra ni er era du din han hon hans hennes dem deras jag mig min sig sin "
        "sina detta denna dessa ett en man alla någon något några innan efter under över utan mellan hos vid mot "
        "redan ännu behöver finns göra gör först nästa samma varje vårt ert ingen inget inga vilkas vems ingenting "
        "eftersom medan sedan trots båda bägge andra första enda ihop åt upp ut ned genom enligt kring tills igen "
        "inför vore bör kanske själv själva både ju väl dock ej ifall vars blev blivit skall emot"
    ),
    number=whole(
        f"(?:{_NUMBER}|en|ett)*(?:{_NUMBER})(?:tals?|faldigt?|årig\\w*)?",
        "miljon\\w*|miljard\\w*|tredje\\w*|fjärde\\w*|femte\\w*|sjätte\\w*|sjunde\\w*|åttonde\\w*|nionde\\w*|tionde\\w*",
        "halv\\w*|hälften|dubb(?:el|la|lat|lats|lar|lades?)|tredubbl\\w*|fördubbl\\w*|dussin\\w*|procent\\w*|tiotals|hundratals|"
        "tiotusentals|tvåa|trea",
    ),
    calendar=whole(
        "(?:mån|tis|ons|tors|fre|lör|sön)dag\\w*",
        "(?:januari|februari|mars|april|juni|juli|augusti|september|oktober|november|december)s?",
        "imorgon|igår|övermorgon|förrgår",
    ),
    phrases=re.compile(r"\bi (?:morgon|går|maj)\b"),
    harmless=within(
        "tredje ?(?:part|man)\\w*",
        "halv(?:färdig\\w*|vägs|hjärta\\w*|dan\\w*|dant)",
        "dubbel (?:bottnad|bottnat)",
    ),
    endings=whole(
        "\\w{3,}(?:ningen|ningar(?:na)?|ande|arna|erna|orna|heten|ligt|liga|sätt|skap|else[nr]?|ade|ats|ar|ör|kt)"
    ),
    opening=words(
        "be berätta bekräfta visa säg fråga kom lyft lova namnge reda klargör kontrollera lämna lyssna börja avsluta "
        "bestäm boka enas erbjud förklara håll ta ge låt lös medge nämn pröva rapporten avtalet offerten beslutet "
        "kunden målet leveransen priset kvaliteten tänk undvik vänta använd troligen sannolikt möjligen antagligen "
        "visst ställ"
    ),
)
