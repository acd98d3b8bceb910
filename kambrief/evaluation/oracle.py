"""The oracle: which claims of a written brief are not in the raw files and do not follow from them.

    mail text ─ quotations, links and addresses checked and masked ─ clauses ─ every value of a clause backed by a raw
    row that belongs to what the clause speaks of ─ values at their right place ─ states and reasons that hold ─ names:
    nobody and nothing invented

It knows nothing of how briefs are made and imports nothing of the core: it reads the scenario's files itself and
computes notice days, last contacts, revenue and risk anew. What it cannot judge is prose without a value, a name or a
state ("they seem pleased").
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from kambrief.evaluation.clauses import Clause, clauses, means
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.figures import fits_figure, fits_place, is_list_of_scores, is_of_period, is_of_revenue
from kambrief.evaluation.ground import ground
from kambrief.evaluation.known import Known, people_of, texts
from kambrief.evaluation.names import Vocabulary, unknown_names, vocabulary
from kambrief.evaluation.pairings import wrong_pairs
from kambrief.evaluation.people import Directory, directory
from kambrief.evaluation.reasons import wrong_standing
from kambrief.evaluation.scenario import RawScenario, Row
from kambrief.evaluation.states import wrong_states
from kambrief.evaluation.tokens import PartDate, Token, clean, mask, quotes, read
from kambrief.evaluation.verbatim import Verbatim, verbatim, wrong_words

_URL: Final = re.compile(r"(?:https?|webcal|msteams|zoommtg)://[^\s<>\"”“]+|\bwww\.[^\s<>\"”“]+|\bmailto:[^\s<>]+")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HOST: Final = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|fi|se|de|eu|us|example)\b(?:/\S*)?")
_OFFSET: Final = re.compile(r"\b(?:UTC|GMT)\s?([+-]\d{1,2})(?::?(\d\d))?")
_OURS: Final = frozenset({"T12M", "P12M", "R12"})
_MEETING_ID: Final = re.compile(r"(?<=[Mm]eeting |alaveri )(?=\S*\d)[0-9a-z-]{6,}\b")
"""Our own id of the meeting, in the footer."""
_QUOTE_MARKS: Final = re.compile(
    "[\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}']"
)
_ELLIPSIS: Final = re.compile(r"\[?(?:…|\.\.\.)\]?")


class Reader(Protocol):
    """The account manager the mail is for."""

    @property
    def email(self) -> str: ...
    @property
    def timezone(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim without support: what was said, in which line, and why it does not hold."""

    kind: str
    token: str
    line: str
    why: str


def unsupported(
    mail_text: str,
    raw: RawScenario,
    now: dt.datetime,
    manager: Reader,
    *,
    link_prefixes: Sequence[str] = (),
    templates: Path | None = None,
) -> list[Finding]:
    """Every claim of ``mail_text`` (subject and footer may be part of it) that the raw files do not bear out.

    ``link_prefixes``: addresses that record links may begin with. ``templates``: the folder whose literal words are our
    own; by default the one beside the package.
    """
    return Oracle(raw, now, manager, tuple(link_prefixes), templates).findings(mail_text)


@dataclass(frozen=True)
class Oracle:
    """One scenario, ready to check mails. Most callers want `unsupported`."""

    raw: RawScenario
    now: dt.datetime
    manager: Reader
    link_prefixes: tuple[str, ...] = ()
    templates: Path | None = None

    @cached_property
    def derived(self) -> Derived:
        return Derived(self.raw, self.now, ZoneInfo(self.manager.timezone))

    @cached_property
    def people(self) -> Directory:
        return directory(self.raw)

    @cached_property
    def known(self) -> list[Known]:
        return ground(self.derived, self.people)

    @cached_property
    def words(self) -> Vocabulary:
        return vocabulary(self.raw, self.manager.language, self.templates)

    @cached_property
    def records(self) -> list[tuple[Row, str]]:
        """What may be quoted: this group's rows with their text, and the invitation."""
        tables = ("commitments", "contacts", "contracts", "deals", "plans", "surveys", "tickets")
        rows = [*self.derived.activities, *(row for table in tables for row in self.derived.rows(table))]
        agenda = {"id": "meeting", **self.raw.meeting}
        return [(row, _plain(texts(row))) for row in rows] + [(agenda, _plain(texts(agenda)))]

    @cached_property
    def held(self) -> Verbatim:
        return verbatim(self.records, self.derived)

    @cached_property
    def promises(self) -> list[Row]:
        return self.derived.rows("commitments")

    def findings(self, mail_text: str) -> list[Finding]:
        """Check one mail."""
        text = _MEETING_ID.sub("", clean(mail_text))
        found: list[Finding] = []
        for check in (self._links, self._offsets, self._quotations):
            text, findings = check(text)
            found += findings
        for clause in clauses(text, self.manager.language, self.people, self.promises):
            found += self._values(clause)
            for kind, wrong in (("pairing", wrong_pairs), ("state", wrong_states), ("state", wrong_standing)):
                pairs = wrong(clause, self.derived, self.people)
                found += [Finding(kind, said, clause.line.strip(), why) for said, why in pairs]
            found += [
                Finding("words", said, clause.line.strip(), why)
                for said, why in wrong_words(clause, self.held, self.derived)
            ]
        found += [
            Finding("name", said, line.strip(), why) for said, line, why in unknown_names(text, self.words, self.people)
        ]
        return _once(found)

    # --- links, addresses, offsets ---

    def _links(self, text: str) -> tuple[str, list[Finding]]:
        found = []
        for pattern, allowed in ((_URL, self._is_ours), (_EMAIL, self._is_address), (_HOST, self._is_ours)):
            for match in list(pattern.finditer(text)):
                said = match.group().rstrip(".,;:)]")
                if not allowed(said):
                    found.append(
                        Finding("link", said, _line(text, match.start()), "no link or address of this meeting")
                    )
                text = mask(text, match.start(), match.start() + len(said))
        return text, found

    def _is_ours(self, link: str) -> bool:
        join = self.raw.meeting.get("join_url", "")
        if link.startswith("mailto:"):
            return self._is_address(link.removeprefix("mailto:").split("?")[0])
        ids = {row["id"] for row, _ in self.records} | self.raw.group
        records = any(
            link.startswith(prefix) and link.removeprefix(prefix).strip("/").split("/")[-1] in ids
            for prefix in self.link_prefixes
        )
        domains = {
            name
            for row in self.raw.tables["accounts"]
            if row["id"] in self.raw.group
            for name in row.get("domains", ())
        }
        return link == join or records or link in domains

    def _is_address(self, address: str) -> bool:
        rows = [
            *self.derived.rows("contacts"),
            *self.raw.meta.get("own_people", ()),
            *self.raw.managers,
            *self.raw.meeting.get("attendees", ()),
        ]
        return address.casefold() in {row["email"].casefold() for row in rows} | {self.manager.email.casefold()}

    def _offsets(self, text: str) -> tuple[str, list[Finding]]:
        """``UTC+3`` is a claim about a zone somebody is in."""
        found = []
        start = dt.datetime.fromisoformat(self.raw.meeting["start"]) if self.raw.meeting.get("start") else self.now
        names = {self.manager.timezone, *(row["timezone"] for row in self.derived.rows("contacts") if row["timezone"])}
        real = {start.astimezone(ZoneInfo(name)).utcoffset() for name in names}
        for match in list(_OFFSET.finditer(text)):
            if dt.timedelta(hours=int(match[1]), minutes=int(match[2] or 0)) not in real:
                found.append(Finding("time", match.group(), _line(text, match.start()), "nobody is in this zone"))
            text = mask(text, match.start(), match.end())
        return text, found

    # --- quotations ---

    def _quotations(self, text: str) -> tuple[str, list[Finding]]:
        found = []
        for start, end, words in list(quotes(text)):
            sources = [row for row, body in self.records if _holds(body, words)]
            line = _line(text, start)
            if not sources:
                found.append(Finding("quote", words, line, "nobody said this in any record of this group"))
            elif not self._speaks(line, sources):
                found.append(
                    Finding("quote", words, line, "said in a record that has nothing to do with whoever is named")
                )
            elif not self._was_then(text, start, end, sources):
                found.append(Finding("quote", words, line, "said on another day"))
            text = mask(text, start, end)
        return text, found

    def _speaks(self, line: str, sources: Iterable[Row]) -> bool:
        """Whether somebody named beside a quotation has a part in a record that holds it."""
        said = line
        for start, end, _ in quotes(line):
            said = mask(said, start, end)
        named = {key for mention in self.people.mentions(said) for key in mention.keys if not self.people[key].ours}
        if not named:
            return True
        last = self.people.mentions(said)[-1]
        if re.match(r"\s*:\s*\u0001", said[last.end :]):
            return any(last.keys & (people_of(row, self.people) | {row["id"]}) for row in sources)
        return any(row["id"] == "meeting" or named & self._concerns(row) for row in sources)

    def _concerns(self, row: Row) -> frozenset[str]:
        """Everybody a record belongs to or names."""
        told = {key for mention in self.people.mentions(texts(row)) for key in mention.keys}
        return people_of(row, self.people) | {row["id"]} | told

    def _was_then(self, text: str, start: int, end: int, sources: Iterable[Row]) -> bool:
        """Whether the day that opens the line, or follows the quotation in brackets, is the day of its record."""
        line = text[text.rfind("\n", 0, start) + 1 : start]
        after = re.match(r"\s*(\([^)\n]*\))", text[end:])
        opening = [token for token in read(line, self.manager.language)[0] if not line[: token.start].strip(" -*•")]
        said = [*opening, *(read(after[1], self.manager.language)[0] if after else ())]
        dates = [token.value for token in said if isinstance(token.value, PartDate) and token.value.day]
        days = [self.derived.local(row["at"]) for row in sources if row.get("at")]
        return not days or all(any(part.means(date, self.derived.today) for date in days) for part in dates)

    # --- values ---

    def _values(self, clause: Clause) -> Iterator[Finding]:
        for token in clause.tokens:
            if not self._backed(token, clause):
                yield Finding(token.kind, token.text, clause.line.strip(), "no raw record of this group says it, here")

    def _backed(self, token: Token, clause: Clause) -> bool:
        if token.kind == "id":
            return token.text in _OURS or self.words.holds(token.text)
        if token.kind == "year":
            return any(
                known.value == token.value or getattr(known.value, "year", None) == token.value for known in self.known
            )
        if token.kind == "weekday":
            return self._is_weekday(token, clause)
        if self.words.says(clause.text[token.start : token.end], clause.text[token.end :]):
            return True
        if is_list_of_scores(clause, token, self.derived):
            return True
        revenue_only = is_of_period(clause, token)
        return any(
            known.backs(token, self.derived.today)
            and self._fits(known, clause, token)
            and (is_of_revenue(known) or not revenue_only)
            for known in self.known
        )

    def _is_weekday(self, token: Token, clause: Clause) -> bool:
        days = [other.value for other in clause.tokens if isinstance(other.value, PartDate)]
        dates = [known.value for known in self.known if known.kind == "day"]
        if days:
            return any(
                date.weekday() == token.value and part.means(date, self.derived.today)
                for part in days
                for date in dates
            )
        return self.derived.meeting_day.weekday() == token.value or self.words.holds(token.text)

    def _fits(self, known: Known, clause: Clause, token: Token) -> bool:
        """Whether the value may be said in this clause: of these people, about this."""
        shared = known.people & clause.people
        if known.people and clause.people and not shared:
            return False
        if known.kind == "time":
            return self._is_time(known, clause, token)
        if known.role.startswith(("revenue", "change")):
            return fits_figure(known, clause, token, self.derived)
        nobodys = known.role in {"nps", "csat", "share"} and known.people and not shared
        if nobodys or (known.role == "mean" and not token.digits):
            return False
        return fits_place(known, clause, token, self.derived) and self._is_about(known, clause, shared)

    def _is_about(self, known: Known, clause: Clause, shared: frozenset[str]) -> bool:
        """Whether the clause speaks of the value's record, by its id or by a word of it."""
        if clause.ids and known.kind == "day" and not shared and not self._of_record(known, clause.ids):
            return False
        strangers = {key for key in shared if not self.people[key].ours}
        by_person = known.role == "text" and known.kind != "number" and bool(strangers)
        return not known.cues or clause.has(known.cues) or by_person

    def _is_time(self, known: Known, clause: Clause, token: Token) -> bool:
        """The meeting's start, after a dash its end; elsewhere, if a place or person is named; or a record's words."""
        before = clause.text[: token.start].rstrip()
        if known.role == "end" and not before.endswith(("–", "-")):
            return False
        if known.role == "now" and not any(means(one, {self.derived.today}, self.derived) for one in clause.tokens):
            return False  # the time of writing stands beside its day
        if known.role == "text":
            return bool(before) and self.words.holds(f"{before.rpartition(' ')[2]} {token.text}")
        if known.cues:
            return bool(known.people & clause.people) or any(cue in clause.part(token).casefold() for cue in known.cues)
        return True

    def _of_record(self, known: Known, ids: frozenset[str]) -> bool:
        """Whether a value's record is, or speaks of, one of the records named."""
        if known.record in ids or not any(row["id"] in ids for row, _ in self.records):
            return True
        return any(
            row["id"] == known.record and any(name.casefold() in body for name in ids) for row, body in self.records
        )


def _plain(text: str) -> str:
    """One line, one case, one kind of quotation mark: a quotation within a quotation changes its marks."""
    return _QUOTE_MARKS.sub('"', re.sub(r"\s+", " ", clean(text))).casefold()


def _holds(body: str, words: str) -> bool:
    """Whether a record holds a quotation: verbatim but for case and closing marks, parts around ``…`` in order."""
    place = 0
    parts = [_plain(part).strip(' .,!?;:"') for part in _ELLIPSIS.split(words)]
    for part in filter(None, parts):
        match = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(body, place)
        if match is None:
            return False
        place = match.end()
    return any(parts)


def _line(text: str, place: int) -> str:
    return text[text.rfind("\n", 0, place) + 1 :].partition("\n")[0].strip()


def _once(findings: Iterable[Finding]) -> list[Finding]:
    return list(dict.fromkeys(findings))
