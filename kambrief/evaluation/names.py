"""Names: every capitalised word is somebody's or something's of this account group, or a word of our own.

Another customer's name is wrong wherever it stands. A single unknown word that opens a sentence is taken for an
ordinary word unless it stands where a name stands ("- Kalle: …"); two in a row, or one inside a sentence, are a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kambrief.evaluation.people import Directory, is_form_of
from kambrief.evaluation.scenario import RawScenario
from kambrief.evaluation.state_words import spoken
from kambrief.evaluation.tokens import LANGUAGES, clean, month_names, weekday_names

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_OPENERS: Final = ".!?:;[·–—"
_MARKED_TITLE: Final = re.compile(r"^\w+ \[Vorschläge\]\s*$")
_MARKED_LINE: Final = re.compile(r"\s*(?:[-•] |\d+\. )?(?:INTERN:? )?\[Vorschlag\] ")
_LEGAL: Final = frozenset(
    [
        "oy", "oyj", "osk", "ab", "as", "asa", "gmbh", "inc", "ltd", "plc", "bv", "nv", "b", "v", "pte", "group",
        "company", "corporation", "ag", "se", "kg", "sa",
    ]
)  # fmt: skip
_OWN: Final = frozenset(
    [
        "brief", "nps", "csat", "gam", "kam", "sam", "crm", "eur", "usd", "gbp", "sgd", "nok", "sek", "dkk", "ceo",
        "cfo", "coo", "cto", "hr", "it", "ip", "pdf", "video", "zoom", "teams", "meet", "webex", "internal",
        "sisäinen", "tip", "vinkki", "ask", "kysy", "who", "paikalla", "since", "tärkein", "tavoite", "lupaukset",
        "promises", "tilanne", "liiketoiminta", "business", "times", "hypothesis", "hypoteesi", "suhde",
        "tyytyväisyys", "pysyvyys", "relationship", "satisfaction", "retention", "join", "liity", "avoinna", "me",
        "he", "we", "they", "us", "utc", "gmt", "i", "ok", "email", "sources", "lähteet", "the", "a", "an", "and",
        "or", "to", "from", "of", "in", "on", "at", "by", "for", "re", "vs", "fw", "microsoft", "google", "outlook",
        "uhr", "mio", "tsd", "mrd", "mail", "mails", "sponsor", "briefing", "relation", "nöjdhet", "kundnöjdhet",
        "affärer", "åtaganden", "läget", "beziehung", "zufriedenheit", "kundenzufriedenheit", "kundenbindung",
        "geschäft", "umsatz", "vertrag", "kunde", "kunden", "kontakt", "kontakte", "kontakten", "rolle", "rollen",
        "punkt", "punkte", "jahr", "jahre", "jahren", "tag", "tage", "tagen", "monat", "monate", "monaten", "woche",
        "wochen", "klasse", "risiko", "person", "personen", "antworten", "wert", "zusage", "zusagen", "anteil",
        "stand", "dinge", "schlüsselrollen",
    ]
)  # fmt: skip
_MIN_STEM: Final = 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may be said: the words of this group's records, our templates' own words, and other customers' names."""

    raw_words: frozenset[str]
    raw_text: str
    own: frozenset[str]
    own_text: str
    foreign: tuple[tuple[str, str], ...]
    """The beginning of a name that belongs to another customer, and the customer."""
    nouns: bool = False
    """Whether the language writes every noun with a capital."""

    def holds(self, text: str) -> bool:
        """Whether this group's records hold the text as a whole word."""
        return bool(re.search(rf"(?<![\w-]){re.escape(text.casefold())}(?![\w-])", self.raw_text))

    def says(self, number: str, after: str) -> bool:
        """Whether a number and the word after it stand in our own templates ("12 kk", "2 minutes", "15-minute")."""
        phrase = number.strip().casefold()
        if phrase.isdigit() or phrase.isalpha():
            following = _WORD.match(after.lstrip(" -"))
            if following is None:
                return False
            phrase = f"{phrase} {following.group().casefold()}"
        elif not re.search(r"[^\W\d_]", phrase):
            return False
        return bool(re.search(rf"(?<![\w.,]){re.escape(phrase)}(?!\w)", self.own_text))

    def knows(self, word: str) -> bool:
        """Whether a capitalised word is one of ours or occurs, in some form, in this group's records."""
        bare = re.split(r"['’]", word)[0].casefold()
        if bare in self.own or bare in self.raw_words:
            return True
        return any(is_form_of(word, raw) for raw in self.raw_words if len(raw) >= 3 and raw[:2] == bare[:2])


def vocabulary(raw: RawScenario, language: str, templates: Path | None = None) -> Vocabulary:
    """Collect the words of the group's rows, the templates and the calendar."""
    ours = _group_text(raw)
    words = frozenset(_words(ours))
    folder = templates or _template_folder()
    literal = _literals(folder, language) if folder else ""
    forms = _strings(folder, language) if folder else ""
    calendar = {name for known in LANGUAGES for name in (*month_names(known), *weekday_names(known))}
    return Vocabulary(
        words,
        ours,
        _OWN | calendar | spoken(language) | frozenset(_words(f"{literal} {forms}")),
        " ".join(literal.split()),
        tuple(_foreign(raw, words)),
        nouns=language == "de",
    )


def unknown_names(text: str, words: Vocabulary, people: Directory) -> Iterator[tuple[str, str, str]]:
    """Names nobody here bears: what was said, the line, and why it is wrong.

    In German a capital tells a noun, not a name. Where the words are not ours but a model's (they are marked), unknown
    ones prove nothing there; names of other customers do.
    """
    asked = False
    for line in text.splitlines():
        asked = bool(line.strip()) and (asked or bool(_MARKED_TITLE.search(line)))
        suggested = asked or bool(_MARKED_LINE.match(line))
        for said in people.mixed(line):
            yield said, line, "nobody has this name: two people's names are mixed"
        for match in _WORD.finditer(line):
            word = match.group()
            stranger = next((owner for stem, owner in words.foreign if word.casefold().startswith(stem)), None)
            if stranger and not people.called(word):
                yield word, line, f"belongs to another customer ({stranger})"
            elif (
                word[0].isupper()
                and not (words.nouns and (suggested or "→ " in line[: match.start()]))
                and not people.called(word)
                and not words.knows(word)
                and _is_name(line, match, words, people)
            ):
                yield word, line, "nobody and nothing in this group's records has this name"


def _is_name(line: str, match: re.Match[str], words: Vocabulary, people: Directory) -> bool:
    """Whether an unknown capitalised word is a name by where it stands."""
    before, after = line[: match.start()].rstrip(' "”“(*'), line[match.end() :]
    opens = not before or before[-1] in _OPENERS or bool(re.fullmatch(r"\s*(?:[-*•–]|\d{1,2}[.)])", before))
    if not opens or re.match(r"['’]s\b", after) or _owns(match.group()):
        return True
    bullet = bool(re.fullmatch(r"\s*[-*•–]", before))
    if bullet and re.match(r"\s*[:,(]", after):
        return True
    following = re.match(r" ([A-ZÄÖÅÉ][^\W\d_]+)", after)
    if following is None:
        return False
    last_names = any(is_form_of(following[1], person.last) for person in people.people)
    return last_names or not (people.called(following[1]) or words.knows(following[1]))


def _owns(word: str) -> bool:
    """Whether a word is an English genitive: what owns something is somebody."""
    return word.endswith(("'s", "’s"))


def _foreign(raw: RawScenario, ours: frozenset[str]) -> Iterator[tuple[str, str]]:
    """How other customers' names begin: company, domain, and their people's surnames."""
    for row in raw.tables["accounts"]:
        if row["id"] in raw.group:
            continue
        names = [word for word in _words(row["name"]) if word not in _LEGAL][:1]
        domains = [domain.partition(".")[0] for domain in row.get("domains") or ()]
        for name in (*names, *domains):
            yield from _stem(name, row["name"], ours)
    others = {row["id"]: row["name"] for row in raw.tables["accounts"]}
    for row in raw.tables["contacts"]:
        if row["account_id"] not in raw.group:
            yield from _stem(row["last_name"].casefold(), others.get(row["account_id"], "another account"), ours)


def _stem(name: str, owner: str, ours: frozenset[str]) -> Iterator[tuple[str, str]]:
    stem = name[: max(_MIN_STEM, len(name) - 2)]
    if len(stem) >= 4 and not any(word.startswith(stem) for word in ours):  # shorter ones fit anything
        yield stem, owner


def _group_text(raw: RawScenario) -> str:
    """All text of the group's rows, our products, ourselves and the invitation, lower case."""
    parts: list[str] = []
    for table, rows in raw.tables.items():
        for row in rows:
            owner = row["id"] if table == "accounts" else row.get("account_id")
            if owner is None or owner in raw.group:
                parts += [str(value) for value in row.values() if isinstance(value, str)]
    meeting = raw.meeting
    parts += [str(meeting.get(key, "")) for key in ("subject", "description", "location")]
    parts += [attendee.get("name", "") for attendee in meeting.get("attendees", ())]
    parts += [
        str(raw.meta.get("company", "")),
        *(str(value) for row in raw.managers for value in row.values() if isinstance(value, str)),
    ]
    parts += [str(value) for person in raw.meta.get("own_people", ()) for value in person.values()]
    return clean("\n".join(parts)).casefold()


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W\d_]+", text)]


def _template_folder() -> Path | None:
    package = Path(__file__).resolve().parents[1]
    return next((place for place in (package.parent / "templates", package / "templates") if place.is_dir()), None)


def _literals(folder: Path, language: str) -> str:
    """The words our templates say by themselves: everything outside of tags and slots."""
    tags = r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}|<style.*?</style>|<[^>]*>"
    return clean(re.sub(tags, " ", _templates(folder, language), flags=re.DOTALL)).casefold()


def _strings(folder: Path, language: str) -> str:
    """The words within tags: the forms that a count chooses from."""
    tags = re.findall(r"\{[{%].*?[%}]\}", _templates(folder, language), flags=re.DOTALL)
    return " ".join(said for tag in tags for said in re.findall(r'"([^"]*)"', tag))


def _templates(folder: Path, language: str) -> str:
    files = [*folder.glob(f"phrases/{language}*.jinja"), *folder.glob("mail/*.jinja")]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))
