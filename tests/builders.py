"""Short ways to say what a test is about. Everything not said is ordinary."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from kambrief.core.after import Rules
from kambrief.core.agreed import Agreed
from kambrief.core.brief import Brief, Line, Sentence
from kambrief.core.commitment import Promised
from kambrief.core.customer import (
    Account,
    Activity,
    ActivityKind,
    Commitment,
    Contact,
    Contract,
    CrmData,
    Deal,
    Role,
    Side,
    SurveyAnswer,
    Ticket,
)
from kambrief.core.evidence import Listing, Person, Text, Value, Word
from kambrief.core.match import match
from kambrief.core.model import AccountManager, Attendee, JoinLink, Meeting, Occurrence, Platform, Response, SourceKey
from kambrief.core.situation import Situation, gather
from kambrief.core.talk import Talk
from kambrief.pipeline import about
from kambrief.pipeline.after import After
from kambrief.pipeline.after_mails import AfterMails
from kambrief.pipeline.asking import Asking
from kambrief.pipeline.before import Before, Timing
from kambrief.pipeline.customers import KEEP, Customers
from kambrief.pipeline.handing_on import HandingOn
from kambrief.pipeline.keeping import keeping
from kambrief.pipeline.letters import Letters
from kambrief.pipeline.outgoing import Outgoing
from kambrief.pipeline.recording import Recording
from kambrief.pipeline.watching import Watching
from kambrief.pipeline.writing import Writing
from kambrief.pipeline.writing_up import WritingUp
from kambrief.ports import Crm, Mail, Store, Writer
from kambrief.ports.mailbox import Drafts
from kambrief.store.sql import SqlStore
from tests.fakes import FakeCrm, FakeMail, FakeMeetings

HELSINKI = ZoneInfo("Europe/Helsinki")
ELINA = AccountManager(email="elina@kuura.example", name="Elina Saarikko", language="fi", lead_minutes=60)
OTTO = AccountManager(email="otto@kuura.example", name="Otto Salmi", language="en", lead_minutes=30)
OWN = ("kuura.example",)
TEAMS = JoinLink(
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0", Platform.TEAMS, "19:meeting_x"
)


def at(text: str) -> dt.datetime:
    """``6.10. 9.00`` of 2026 in Helsinki."""
    day, clock = text.split(" ")
    numbers = [int(part) for part in day.strip(".").split(".")]
    hour, minute = clock.split(".")
    year = numbers[2] if len(numbers) > 2 else 2026
    return dt.datetime(year, numbers[1], numbers[0], int(hour), int(minute), tzinfo=HELSINKI)


def petri(**more: Any) -> Contact:
    """The champion at Havulinna."""
    return Contact(**{"id": "C01", "account_id": "A01", "first_name": "Petri", "last_name": "Vuolle",
                      "email": "petri@havulinna.example", "title": "kunnossapitopäällikkö", "role": Role.CHAMPION, **more})  # fmt: skip


def markku(**more: Any) -> Contact:
    """The sponsor at Havulinna."""
    return Contact(**{"id": "C02", "account_id": "A01", "first_name": "Markku", "last_name": "Hietanoja",
                      "email": "markku@havulinna.example", "title": "tuotantojohtaja", "role": Role.SPONSOR, **more})  # fmt: skip


def havulinna(**tables: Any) -> CrmData:
    """One customer with two people; more tables as given."""
    return CrmData(**{
        "accounts": (Account("A01", "Havulinna Levyteollisuus Oy", domains=("havulinna.example",), country="FI"),),
        "contacts": (petri(), markku()), "provider": "crm.fake", **tables,
    })  # fmt: skip


def attendee(who: Contact | str, response: Response = Response.ACCEPTED, **more: Any) -> Attendee:
    """Somebody invited."""
    if isinstance(who, str):
        return Attendee(who, response=response, **more)
    return Attendee(who.email, who.name, response, **more)


def occurrence(
    start: str = "6.10. 9.00", *, owner: AccountManager = ELINA, minutes: int = 45, **more: Any
) -> Occurrence:
    """A call with Petri and Markku in the owner's calendar."""
    begin = at(start)
    uid = more.pop("uid", "uid-1")
    people = more.pop("attendees", (attendee(petri()), attendee(markku())))
    return Occurrence(**{
        "source": SourceKey("meetings.fake", owner.email, uid, more.pop("recurrence_id", "")), "owner": owner.email,
        "title": "Kuorimon tilanne", "start": begin, "end": begin + dt.timedelta(minutes=minutes), "join": TEAMS,
        "organizer": Attendee(owner.email, owner.name), "attendees": (Attendee(owner.email, owner.name, Response.ACCEPTED), *people),
        **more,
    })  # fmt: skip


def meeting(start: str = "6.10. 9.00", **more: Any) -> Meeting:
    """The same call as Kambrief knows it."""
    found = occurrence(start, **{key: more.pop(key) for key in ("minutes", "attendees", "owner") if key in more})
    return Meeting(**{
        "id": "m1", "title": found.title, "start": found.start, "end": found.end, "organizer": found.organizer,
        "attendees": found.attendees, "join": found.join, "sources": (found.source,), "owners": (found.owner,), **more,
    })  # fmt: skip


def mail_in(sender: Contact, when: str, body: str, **more: Any) -> Activity:
    """A mail from a customer."""
    return Activity(**{"id": f"mail-{when}", "account_id": sender.account_id, "kind": ActivityKind.EMAIL, "at": at(when),
                       "body": body, "contacts": (sender.id,), "sender": sender.id, "inbound": True, **more})  # fmt: skip


def call(who: Contact, when: str, body: str = "", **more: Any) -> Activity:
    """A connected call."""
    return Activity(**{"id": f"call-{when}", "account_id": who.account_id, "kind": ActivityKind.CALL, "at": at(when),
                       "body": body, "contacts": (who.id,), "status": "connected", **more})  # fmt: skip


def held(people: Sequence[Contact], when: str, body: str = "", **more: Any) -> Activity:
    """A held meeting."""
    ids = tuple(person.id for person in people)
    return Activity(**{"id": f"held-{when}", "account_id": people[0].account_id, "kind": ActivityKind.MEETING, "at": at(when),
                       "body": body, "contacts": ids, "attended": ids, "status": "held", **more})  # fmt: skip


def note(when: str, body: str, **more: Any) -> Activity:
    """A note of ours."""
    return Activity(
        **{"id": f"note-{when}", "account_id": "A01", "kind": ActivityKind.NOTE, "at": at(when), "body": body, **more}
    )


def promise(text: str, due: dt.date | None, *, side: Side = Side.US, **more: Any) -> Commitment:
    """An open promise."""
    return Commitment(**{"id": f"CM-{text[:8]}", "account_id": "A01", "side": side, "owner": "Ville Nurmela", "text": text,
                         "due": due, **more})  # fmt: skip


def contract(end: dt.date, **more: Any) -> Contract:
    """A contract with two months' notice."""
    return Contract(**{"id": "HS-1", "account_id": "A01", "name": "Huolto", "start": dt.date(2024, 1, 1), "end": end,
                       "notice_period_months": 2, "auto_renew_months": 12, **more})  # fmt: skip


def ticket(**more: Any) -> Ticket:
    """An open high ticket."""
    return Ticket(**{"id": "KT-1", "account_id": "A01", "subject": "Valvonta putoaa", "opened": dt.date(2026, 8, 10),
                     "severity": "high", **more})  # fmt: skip


def deal(**more: Any) -> Deal:
    """An open deal."""
    return Deal(**{"id": "D1", "account_id": "A01", "name": "Jatkosopimus", "stage": "discovery", **more})


def nps(who: Contact, score: int, on: dt.date, comment: str = "") -> SurveyAnswer:
    """An NPS answer."""
    from decimal import Decimal

    return SurveyAnswer(f"S-{who.id}-{on}", who.account_id, "nps", Decimal(score), on, who.id, comment)


def situation(
    data: CrmData | None = None,
    now: str = "5.10. 15.00",
    call_: Meeting | None = None,
    manager: AccountManager = ELINA,
    past: Sequence[Meeting] = (),
) -> Situation:
    """What the floor is composed from."""
    data = data if data is not None else havulinna()
    the_meeting = call_ or meeting()
    matched = match(the_meeting.attendees, data, (), OWN)
    root = matched.roots[0] if matched.roots else None
    return gather(the_meeting, manager, at(now), matched, data, root, past=past)


class Told(WritingUp):
    """Writes up calls with what a test says was promised in them, in the place of what rules hear."""

    __slots__ = ("promised",)
    promised: tuple[Promised, ...]

    def by_rules(self, talk: Talk) -> tuple[tuple[Promised, ...], Agreed]:
        """What was said; whose words are not in the talk is left out."""
        people = {one.key for one in talk.participants}
        return tuple(one for one in self.promised if one.owner in people), Agreed()


class World:
    """The whole flow on fakes and an in-memory database, with a clock that the test sets."""

    def __init__(  # noqa: PLR0913 whatever a test wants otherwise
        self,
        *occurrences: Occurrence,
        crm: Crm | None = None,
        mail: Mail | None = None,
        store: Store | None = None,
        writer: Writer | None = None,
        managers: Sequence[AccountManager] = (ELINA,),
        on_unknown: str = "resend",
        worker: str = "w1",
        now: str = "5.10. 8.00",
        calendar: FakeMeetings | None = None,
        drafts: Drafts | None = None,
        promised: Sequence[Promised] | None = None,
        follow_up: bool = False,
        rules: Rules | None = None,
    ) -> None:
        self.now = at(now)
        self.managers = {manager.email: manager for manager in managers}
        self.calendar = calendar if calendar is not None else FakeMeetings()
        for manager in managers:
            self.calendar.calendars.setdefault(manager.email, [])
        self.show(*occurrences)
        self.crm = crm if crm is not None else FakeCrm(havulinna())
        self.mail = mail if mail is not None else FakeMail()
        self.store = store if store is not None else SqlStore.open("sqlite://")
        self.log: list[tuple[str, dict[str, object]]] = []
        ids = iter(f"m{number:07d}" for number in range(1, 10_000))
        log: Callable[..., object] = lambda event, **more: self.log.append((event, more))  # noqa: E731
        self.before = Before(
            store=self.store,
            meetings=[self.calendar],
            customers=Customers(
                self.crm, self.store, OWN, tuple(self.managers), log, keeping=keeping(self.crm, self.store, "", KEEP)
            ),
            writing=Writing(Asking(writer, log=log) if writer else None, log=log),
            outgoing=Outgoing(self.store, self.mail, "", worker, on_unknown, log),
            managers=self.managers,
            own_domains=OWN,
            timing=Timing(),
            worker=worker,
            new_id=lambda: next(ids),
            log=log,
        )
        if follow_up:
            self.after = self._after(drafts, promised, rules or Rules(), log)
            self.before = replace(self.before, after=self.after, recording=self.recording)

    def _after(
        self, drafts: Drafts | None, promised: Sequence[Promised] | None, rules: Rules, log: Callable[..., object]
    ) -> After:
        customers, addresses = self.before.customers, self.before.customers.own_addresses
        asking = about.Whom(customers, None)
        self.recording = Recording(self.store, self.crm, self.before.worker, log)
        writing = WritingUp(self.store, OWN, addresses, log=log)
        if promised is not None:
            writing = Told(self.store, OWN, addresses, log=log)
            object.__setattr__(writing, "promised", tuple(promised))
        handing = HandingOn(self.store, asking, writing, self.recording, log)
        watching = Watching(self.store, (drafts,) if drafts else (), handing, log, OWN, rules)
        mails = AfterMails(self.store, Letters(self.store))
        return After(self.store, asking, writing, mails, watching, self.managers, OWN, self.before.worker, log, rules)

    def show(self, *occurrences: Occurrence) -> None:
        """What the calendars hold from now on."""
        for rows in self.calendar.calendars.values():
            rows.clear()
        for one in occurrences:
            self.calendar.calendars.setdefault(one.owner, []).append(one)

    def run(self, when: str | None = None) -> dict[str, int]:
        """One pass, calendars read, at ``when``."""
        if when:
            self.now = at(when)
        self.before.counts.clear()
        return dict(self.before.run(self.now, collect_now=True))

    def tick(self, when: str | dt.datetime) -> dict[str, int]:
        """One pass as the service makes it: calendars are read when it is their turn, or a vendor has hinted."""
        self.now = at(when) if isinstance(when, str) else when
        self.before.counts.clear()
        return dict(self.before.run(self.now))

    def starts(self) -> list[dt.datetime]:
        """When the coming meetings begin that are on."""
        coming = self.store.meetings(self.now, self.now + dt.timedelta(days=30))
        return [one.start for one in coming if not one.cancelled]

    @property
    def inbox(self) -> list[bytes]:
        """What arrived, in order."""
        assert isinstance(self.mail, FakeMail)
        return [message for _, message in self.mail.inbox]

    def subjects(self) -> list[str]:
        """The decoded subjects of what arrived."""
        from email import message_from_bytes, policy

        return [str(message_from_bytes(message, policy=policy.SMTP)["Subject"]) for message in self.inbox]

    def texts(self) -> list[str]:
        """The plain-text parts of what arrived."""
        from email import message_from_bytes, policy
        from email.message import EmailMessage

        found = []
        for message in self.inbox:
            body = message_from_bytes(message, _class=EmailMessage, policy=policy.SMTP).get_body(("plain",))
            assert body is not None
            found.append(str(body.get_content()))
        return found


def phrases_of(lines: Sequence[Line]) -> list[list[str]]:
    """The phrases of each line, in order."""
    return [[sentence.phrase for sentence in line.sentences] for line in lines]


def words_in(sentences: Iterable[Sentence]) -> list[str]:
    """Every word from outside that these sentences show: texts and names, as they stand in the slots."""

    def of(value: Value) -> Iterator[str]:
        if isinstance(value, Text):
            yield value.text
        elif isinstance(value, Person):
            yield value.name
        elif isinstance(value, Listing):
            for item in value.items:
                yield from of(item)
        elif isinstance(value, Word):
            for inner in value.slots.values():
                yield from of(inner)

    return [text for sentence in sentences for value in sentence.slots.values() for text in of(value)]


def all_sentences(brief: Brief) -> list[Sentence]:
    """Every sentence of a brief, the subject, header and footer among them."""
    inner = [sentence for _, line in brief.lines() for sentence in line.sentences]
    return [brief.subject, *brief.header, *inner, *brief.footer]
