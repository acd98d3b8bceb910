"""The whole circle at a customer's: a call, the draft in the mailbox, what is sent, the CRM, the next brief, a reply.

Everything is real but the video platform and the clock: Dovecot, an SMTP server, Tryton, a configuration file. What was
said in the sample's call is handed over as a platform does it. Times are handed in, to the servers' records too.
"""

import datetime as dt
import shutil
import zoneinfo
from collections import Counter
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

import pytest

from kambrief.app import App, build
from kambrief.core.drafting import FollowupRecord, FollowupState, Place
from kambrief.core.heard import Heard
from kambrief.core.model import Meeting
from kambrief.core.promises import PromiseRecord
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load as load_scenario
from kambrief.providers import vtt
from kambrief.providers.tryton_notes import Note, newest, read
from kambrief.settings import load
from tests.cli.office import text_of
from tests.parts.dovecot import Dovecot
from tests.parts.smtp import SmtpServer
from tests.parts.tls import TlsFiles
from tests.parts.tryton import KEY, Tryton
from tests.parts.tryton_load import PART_OF, WORKS_FOR
from tests.providers.imap_desk import ImapDesk
from tests.providers.tryton_sample import Servers
from tests.service.same_brief import everything

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(300)]

SAMPLE = SCENARIOS / "fi_renewal_at_risk"
HELSINKI = zoneinfo.ZoneInfo("Europe/Helsinki")
ELINA, BRIEFS = "elina.saarikko@kuura.example", "briefit@kuura.example"
SECRET = "konsern"
"""Of what was said off the record."""
Tasks = dict[str, tuple[str, bool]]
OFFERS = "Elina: kaksi vaihtoehtoa Tiinalle – ti 13.10."
CUSTOMER = "Havulinna Levyteollisuus"
MX = "mx.kuura.example"
GUESTS = {
    "Vuolle, Petri": "petri.vuolle", "Räsälä, Johanna": "johanna.rasala", "Ojaranta, Tiina": "tiina.ojaranta",
    "Hietanoja, Markku": "markku.hietanoja",
}  # fmt: skip

CONFIG = """
[company]
name = "Kuura Automaatio Oy"
domains = ["kuura.example"]

[briefs]
language = "fi"
sender = "{briefs}"

[[account_managers]]
email = "{elina}"
name = "Elina Saarikko"
title = "asiakkuuspäällikkö"

[[meetings.icalendar.calendars]]
path = "calendar"

[crm.tryton]
url = "{tryton.url}"
database = "crm"
key_env = "CRM_KEY"
works_for = ["{works_for}"]
part_of = ["{part_of}"]

[mail.smtp]
host = "localhost"
port = {smtp.port}
security = "starttls"
username = "kambrief"
password_env = "SMTP_PASSWORD"
ca_file = "{tls.ca}"

[drafts.imap]
host = "localhost"
port = {dovecot.tls_port}
username = "{{mailbox}}*{dovecot.master}"
password_env = "IMAP_PASSWORD"
ca_file = "{dovecot.tls.ca}"

[inbox.imap]
host = "localhost"
port = {dovecot.tls_port}
username = "{briefs}"
password_env = "INBOX_PASSWORD"
ca_file = "{dovecot.tls.ca}"
trusted_authserv = "{mx}"
"""


def at(told: str) -> dt.datetime:
    """``6.10. 9.45`` of the year of the sample, in Finland."""
    return dt.datetime.strptime(f"{told} 2026", "%d.%m. %H.%M %Y").replace(tzinfo=HELSINKI)


class Circle:
    """The service on its servers, Elina's calendar and her mail program."""

    def __init__(self, folder: Path, app: App, dovecot: Dovecot, smtp: SmtpServer, tryton: Tryton) -> None:
        self.folder, self.app, self.dovecot, self.smtp, self.tryton = folder, app, dovecot, smtp, tryton
        self.desk = ImapDesk(dovecot, ELINA)
        self.counts: Counter[str] = Counter()
        self._before = self._last = self._newest()

    # What happens.

    def once(self, told: str) -> Counter[str]:
        """One pass."""
        now = at(told)
        counts = self.app.run_once(now)
        self.counts += counts
        assert not counts["failed"]
        # Tryton's clock is the machine's: what was written just now was written then.
        stamp = f"{now.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}"
        self.tryton.execute("UPDATE ir_note SET create_date = ? WHERE id > ?", stamp, self._last)
        self._last = self._newest()
        return counts

    def run(self, *times: str) -> None:
        """A pass at each of these times, and another that finds it all done."""
        for told in times:
            self.once(told)
            self.once(told)

    def invite(self, title: str, start: str) -> None:
        """A meeting with the customer's people into Elina's calendar."""
        guests = [
            f'ATTENDEE;PARTSTAT=ACCEPTED;CN="{name}":mailto:{box}@havulinna.example' for name, box in GUESTS.items()
        ]
        event = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kuura//FI", "BEGIN:VEVENT", f"UID:{start}@kuura.example",
            "DTSTAMP:20261006T071500Z", f"DTSTART;TZID=Europe/Helsinki:{at(start):%Y%m%dT%H%M%S}", "DURATION:PT45M",
            f"SUMMARY:{title}", f"ORGANIZER;CN=Elina Saarikko:mailto:{ELINA}", *guests, "END:VEVENT", "END:VCALENDAR", "",
        ]  # fmt: skip
        (self.folder / "calendar" / f"{title}.ics").write_text("\r\n".join(event), encoding="utf-8", newline="")

    def tell(self, transcript: Path, told: str) -> Meeting:
        """The platform has the call's transcript: kept and told on as `pipeline.hearing` does."""
        day = at(told).replace(hour=0)
        (meeting,) = self.app.store.meetings(day, day + dt.timedelta(days=1))
        said = vtt.read_vtt(transcript.read_bytes(), "teams")
        heard = Heard(meeting.id, "meetings.teams", "s1", meeting.start, meeting.end, said)
        self.app.store.save_heard(heard, at(told))
        assert self.app.before.after is not None
        self.app.before.after.wake(meeting, at(told))
        return meeting

    def reply(self, words: str, told: str) -> None:
        """Elina answers the mail that came last; her server says that it was she."""
        answered = self.smtp.received[-1].message
        mail = EmailMessage()
        mail["Authentication-Results"] = f"{MX}; dmarc=pass header.from=kuura.example"
        mail["From"], mail["To"], mail["Subject"] = f"Elina Saarikko <{ELINA}>", BRIEFS, f"Re: {answered['Subject']}"
        mail["Date"], mail["Message-ID"] = format_datetime(at(told)), make_msgid(domain="kuura.example")
        mail["In-Reply-To"] = mail["References"] = str(answered["Message-ID"])
        quoted = "\n".join(f"> {line}" for line in text_of(answered).splitlines())
        mail.set_content(f"{words}\n\nKambrief kirjoitti:\n{quoted}\n")
        with self.dovecot.client(BRIEFS) as box:
            box.append(mail.as_bytes(), "INBOX", dt=at(told))

    # What is there.

    def followup(self, meeting: Meeting) -> FollowupRecord:
        found = self.app.store.followup(meeting.id, ELINA)
        assert found is not None
        return found

    def promise(self, what: str) -> PromiseRecord:
        (found,) = (row for row in self.app.store.promises(ELINA) if what in row.what)
        return found

    def written(self) -> list[Note]:
        """Notes that were made in Tryton, those that a newer one replaces too."""
        rows = self.tryton.execute("SELECT message FROM ir_note WHERE id > ? ORDER BY id", self._before)
        return [read(str(message)) for (message,) in rows]

    def tasks(self) -> Tasks:
        """As Tryton's readers see them: what, until when, whether done."""
        current = newest(enumerate(self.written()))
        tasks = [note for note in current.values() if note.kind == "task"]
        found = {note.subject: (f"{note.due:%-d.%-m.}" if note.due else "", note.done) for note in tasks}
        assert len(found) == len(tasks)
        return found

    def subjects(self) -> list[str]:
        return [str(one.message["Subject"]) for one in self.smtp.received]

    def last_mail(self) -> str:
        return text_of(self.smtp.received[-1].message).replace("\xa0", " ")

    def _newest(self) -> int:
        return int(self.tryton.execute("SELECT max(id) FROM ir_note")[0][0])


@pytest.fixture
def circle(
    tmp_path: Path, dovecot: Dovecot, smtp_server: Callable[..., SmtpServer], tls: TlsFiles, tryton_servers: Servers,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Circle]:  # fmt: skip
    smtp = smtp_server(security="starttls", tls=tls, users={"kambrief": "postia"})
    tryton = tryton_servers.own(everything(load_scenario(SAMPLE))).server
    secrets = {
        "CRM_KEY": KEY, "SMTP_PASSWORD": "postia", "IMAP_PASSWORD": dovecot.master_password,
        "INBOX_PASSWORD": dovecot.password,
    }  # fmt: skip
    for name, secret in secrets.items():
        monkeypatch.setenv(name, secret)
    (tmp_path / "calendar").mkdir()
    shutil.copy(SAMPLE / "meeting.ics", tmp_path / "calendar")
    told = CONFIG.format(
        elina=ELINA, briefs=BRIEFS, mx=MX, works_for=WORKS_FOR, part_of=PART_OF, dovecot=dovecot, smtp=smtp, tls=tls,
        tryton=tryton,
    )  # fmt: skip
    (tmp_path / "config.toml").write_text(told, encoding="utf-8")
    app = build(load(tmp_path / "config.toml"))
    yield Circle(tmp_path, app, dovecot, smtp, tryton)
    app.close()


def promises_in(brief: str) -> list[str]:
    """The lines of the section on promises."""
    lines = brief.partition("\nLupaukset\n")[2].partition("\n\n")[0].splitlines()
    return [line.removeprefix("- ") for line in lines]


def test_a_promise_goes_from_the_call_through_mailbox_and_crm_into_the_next_brief_until_kept(circle: Circle) -> None:
    circle.run("6.10. 8.00", "6.10. 9.50")
    assert len(circle.subjects()) == 1  # the brief of the call
    meeting = circle.tell(SAMPLE / "transcript.vtt", "6.10. 9.52")
    _drafted_in_one_pass(circle)
    _edited_and_sent_by_herself(circle, meeting)
    tasks = _in_the_crm_once(circle, meeting)
    tasks |= _told_on_the_morning_it_is_due(circle)
    _in_the_next_brief(circle)
    tasks |= _done_by_a_reply(circle)
    _not_in_the_briefs_after_that(circle)

    # Each mail has left once, and nothing is left over.
    assert [one.removeprefix("[Brief] ") for one in circle.subjects()] == [
        f"9.00 {CUSTOMER} – {meeting.title}", f"Seurantaviesti valmiina: {CUSTOMER} ti 6.10.",
        "Luvattu ke 14.10.: 1 asia meiltä", f"13.00 {CUSTOMER} – Jatkopalaveri",
        f"Re: [Brief] 13.00 {CUSTOMER} – Jatkopalaveri", f"13.00 {CUSTOMER} – Seuranta",
        f"13.00 {CUSTOMER} – Katselmus",
    ]  # fmt: skip
    assert (len(circle.desk.texts("drafts")), len(circle.desk.texts("sent"))) == (0, 1)
    assert (circle.tasks(), len(circle.written())) == (tasks, 7)


def _drafted_in_one_pass(circle: Circle) -> None:
    """The pass that finds the transcript lays the draft and tells of it."""
    circle.once("6.10. 9.52")
    (draft,), (text,) = circle.desk.messages(), circle.desk.texts("drafts")
    assert ELINA in str(draft["From"])
    assert all(f"{box}@havulinna.example" in str(draft["To"]) for box in GUESTS.values())
    assert OFFERS in text
    assert SECRET not in text
    assert circle.subjects()[1:] == [f"Seurantaviesti valmiina: {CUSTOMER} ti 6.10."]
    circle.run("6.10. 9.58")
    assert circle.desk.texts("drafts") == [text]


def _edited_and_sent_by_herself(circle: Circle, meeting: Meeting) -> None:
    """Elina changes a day in it; her program saves it as a new mail, and what it sends is yet another."""
    circle.desk.edit(OFFERS, OFFERS.replace("ti 13.10.", "ke 14.10."), anew=True, at=at("6.10. 10.02"))
    circle.run("6.10. 10.04")
    assert circle.followup(meeting).state is FollowupState.EDITED
    assert circle.written() == []
    circle.desk.send(anew=True, at=at("6.10. 10.08"))
    circle.run("6.10. 10.10", "6.10. 10.16")
    record = circle.followup(meeting)
    assert (record.state, record.sent_at) == (FollowupState.LOGGED, at("6.10. 10.08"))
    assert [one.place for one in record.versions] == [Place.CODE, Place.MAILBOX, Place.SENT]


def _in_the_crm_once(circle: Circle, meeting: Meeting) -> Tasks:
    """One note of the call, and a task for each promise of ours, as it was sent."""
    (note,) = (one for one in circle.written() if one.kind == "meeting")
    assert (note.subject, note.start) == (meeting.title, meeting.start)
    assert SECRET not in note.body
    tasks = {
        "Kutsu": ("6.10.", False), "Ville Nurmela: juurisyyraportti": ("9.10.", False),
        "Kaksi vaihtoehtoa": ("14.10.", False), "Ville Nurmela: vaihto": ("15.10.", False),
    }  # fmt: skip
    assert (circle.tasks(), len(circle.written())) == (tasks, 5)
    return tasks


def _told_on_the_morning_it_is_due(circle: Circle) -> Tasks:
    """The offers are; what was kept by then, the invitation, is closed."""
    circle.invite("Jatkopalaveri", "21.10. 13.00")
    circle.run("6.10. 10.30", "14.10. 8.00")
    assert circle.subjects()[2:] == ["Luvattu ke 14.10.: 1 asia meiltä"]
    assert (circle.tasks()["Kutsu"], len(circle.written())) == (("6.10.", True), 6)
    return {"Kutsu": ("6.10.", True)}


def _in_the_next_brief(circle: Circle) -> None:
    """What is open stands there, each once, and who was in the call was."""
    circle.run("21.10. 12.00")
    told = circle.last_mail()
    lines = promises_in(told)
    assert [line for line in lines if "vaihtoehto" in line] == [
        "Me: Kaksi vaihtoehtoa, luvattu 14.10., 7 päivää myöhässä"
    ]
    assert sum("uurisyyraportti" in line for line in lines) == 1
    assert "Me hoidimme: Kutsu (6.10.)" in lines
    assert "Petri Vuolle: viimeksi 6.10." in told


def _done_by_a_reply(circle: Circle) -> Tasks:
    """In the ledger and in Tryton; and Elina is told what was understood."""
    circle.reply("Vaihtoehdot lähetetty.", "21.10. 12.10")
    circle.run("21.10. 12.15", "21.10. 14.00")
    assert len(circle.subjects()) == 5
    assert "vaihtoehtoa" in circle.last_mail()
    assert circle.promise("vaihtoehtoa").done_on == at("21.10. 12.10").date()
    return {"Kaksi vaihtoehtoa": ("14.10.", True)}


def _not_in_the_briefs_after_that(circle: Circle) -> None:
    """The next one tells that it was kept, the one after it nothing any more."""
    circle.invite("Seuranta", "4.11. 13.00")
    circle.run("21.10. 15.00", "4.11. 12.00")
    lines = promises_in(circle.last_mail())
    assert [line for line in lines if "vaihtoehto" in line] == ["Me hoidimme: Kaksi vaihtoehtoa (21.10.)"]
    circle.invite("Katselmus", "18.11. 13.00")
    circle.run("4.11. 15.00", "18.11. 12.00")
    assert any("uurisyyraportti" in line for line in promises_in(circle.last_mail()))
    assert "vaihtoehto" not in circle.last_mail()
