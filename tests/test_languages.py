"""How the shipped phrases read: whatever stands in their slots, and in Swedish and German as people write there."""

import datetime as dt
import itertools
import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kambrief.core.brief import Kind, Sentence
from kambrief.core.budget import MAX_CHARS, MAX_WORDS
from kambrief.core.evidence import Count, Day, Listing, Moment, Money, Percent, Person, Text, Value, Word
from kambrief.core.wording import word_count
from kambrief.errors import UserError
from kambrief.evaluation.play import SCENARIOS, play_demo
from kambrief.phrases import Phrases, phrase_signatures

TODAY = dt.date(2026, 10, 5)
ZONE = "Europe/Helsinki"
DUE = Day(dt.date(2026, 9, 25))
SATURDAY, FRIDAY = Day(dt.date(2026, 10, 31)), Day(dt.date(2026, 10, 30))
NINE = Moment(dt.datetime(2026, 10, 6, 6, 0, tzinfo=dt.UTC), ZONE)
TEN = Moment(dt.datetime(2026, 10, 6, 7, 0, tzinfo=dt.UTC), ZONE)
NAMES = Listing((Person("Anna Berg"), Person("Wei Ling Tan")))
OUTSIDE = ("Report", "Kuka vastaa?", "Lieferung in KW 42", "Toimitus sovittu.", "KUPARI", "a")
"""Words from outside, as they come: with and without an end, in any language."""


def said(language: str, phrase: str, /, **slots: Value) -> str:
    """With no-break spaces as `_`, so that a test shows them."""
    spoken = Phrases(language).say(Sentence(Kind.VALUE, phrase, slots), TODAY, ZONE)
    return spoken.text.replace("\N{NO-BREAK SPACE}", "_")


# --- whatever stands in the slots ----------------------------------------------------------------------------------


_DAYS = "day due on opened end notice_day act_by since month was_day first last"
_COUNTS = (
    "count days minutes months more points years people of joined external answers covered required most all score"
)
_FROM_OUTSIDE = "what subject title stage before category deal goal step"


def fillings(slots: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    """The slots filled with values of their kind: words from outside where they come from there."""
    for outside, number, day in itertools.product(OUTSIDE, (0, 1, 12), (SATURDAY, Day(dt.date(2025, 5, 1)))):
        known: dict[str, Value] = {
            **dict.fromkeys(_DAYS.split(), day),
            **dict.fromkeys(_COUNTS.split(), Count(number)),
            **dict.fromkeys(_FROM_OUTSIDE.split(), Text(outside)),
            **dict.fromkeys(("at", "was"), NINE),
            "names": NAMES,
            "amount": Money(Decimal(412000), "EUR"),
            "change": Percent(Decimal("-8.7")),
        }
        yield {name: known.get(name, Text("x")) for name in slots}


def sayings(language: str, phrase: str, slots: tuple[str, ...]) -> Iterator[str]:
    """All that a phrase says with any filling that it can be said with."""
    for filling in fillings(slots):
        try:
            yield said(language, phrase, **filling)
        except UserError:
            continue


ODD = re.compile(r"\.\.|[?!][.]|\(\)|\( | \)|[,;:][.,;:]|  | [.,;:?](?!\w)|^[,;:.]|[{}]")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["sv", "de"])
def test_no_phrase_doubles_its_punctuation_whatever_stands_in_its_slots(language: str) -> None:
    said_oddly: dict[str, str] = {}
    for phrase, slots in phrase_signatures(language).items():
        if phrase.startswith("_"):
            continue
        texts = set(sayings(language, phrase, slots))
        assert texts, f"{phrase} cannot be said"
        said_oddly |= {text: phrase for text in texts if ODD.search(text)}
    assert said_oddly == {}


# --- grammar -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "slots", "sv", "de"),
    [
        ("subject", {"at": NINE, "account": Text("Havulinna"), "title": Text("läget")},
         "[Brief] 09.00 Havulinna – läget", "[Briefing] 09:00 Havulinna – läget"),
        ("headline_plain", {"at": NINE}, "Kl. 09.00", "09:00 Uhr"),
        ("when", {"day": Day(dt.date(2026, 10, 6)), "minutes": Count(45)}, "Tis 6 okt., 45_min", "Di 06.10., 45_Min."),
        ("one_overdue", {"what": Text("raportti"), "days": Count(1)},
         "Raportti: vi är 1_dag sena.", "Raportti: Wir sind 1_Tag im Verzug."),
        ("one_overdue", {"what": Text("raportti"), "days": Count(11)},
         "Raportti: vi är 11_dagar sena.", "Raportti: Wir sind 11_Tage im Verzug."),
        ("one_overdue", {"what": Text("raportti"), "days": Count(11), "due": DUE},
         "Raportti: vi är 11_dagar sena (lovat till 25 sep.).",
         "Raportti: Wir sind 11_Tage im Verzug (zugesagt bis 25.09.)."),
        ("one_notice", {"notice_day": SATURDAY, "days": Count(26)},
         "Kunden kan säga upp avtalet till och med lör 31 okt. (26_dagar kvar).",
         "Der Kunde kann den Vertrag bis Sa 31.10. kündigen (noch 26_Tage)."),
        ("one_notice", {"notice_day": SATURDAY, "days": Count(1)},
         "Kunden kan säga upp avtalet till och med lör 31 okt.", "Der Kunde kann den Vertrag noch bis Sa 31.10. kündigen."),
        ("notice_on_free_day", {"notice_day": SATURDAY, "days": Count(26), "act_by": FRIDAY},
         "Sista uppsägningsdag: lör 31 okt., i praktiken fre 30 okt.",
         "Letzter Kündigungstag: Sa 31.10., faktisch Fr 30.10."),
        ("one_due", {"what": Text("Lista."), "due": SATURDAY},
         "Lista: det har vi lovat till lör 31 okt.", "Lista: von uns zugesagt bis Sa 31.10."),
        ("promise_us_late", {"what": Text("Raport."), "due": DUE, "days": Count(1), "owner": Person("Ville")},
         "Vi: Raport (Ville), lovat till 25 sep., 1_dags försening", "Wir: Raport (Ville), zugesagt bis 25.09., 1_Tag überfällig"),
        ("promise_them_open", {"what": Text("List"), "due": DUE},
         "Kunden: List, lovat till 25 sep.", "Kunde: List, zugesagt bis 25.09."),
        ("promises_kept_us", {"what": Text("Raport."), "on": DUE, "owner": Person("Ville")},
         "Vi uppfyllde: Raport (Ville, 25 sep.)", "Von uns erledigt: Raport (Ville, 25.09.)"),
        ("promises_kept_them", {"what": Text("Raport."), "on": DUE},
         "Kunden uppfyllde: Raport (25 sep.)", "Vom Kunden erledigt: Raport (25.09.)"),
        ("satisfaction_nps", {"state": Word("satisfaction_stable"), "nps": Count(0), "answers": Count(5), "mean": Count(8)},
         "Kundnöjdhet: oförändrad, NPS_0 (5 svar).", "Zufriedenheit: unverändert, NPS_0 (5 Antworten)."),
        ("unanswered", {"count": Count(1)}, "1 obesvarat mejl från oss", "1 unserer E-Mails unbeantwortet"),
        ("change_overdue", {"what": Text("raport")},
         "Raport: vi är försenade när mötet börjar.", "Raport: Bei Terminbeginn sind wir damit im Verzug."),
        ("also_there", {"names": NAMES, "more": Count(1)},
         "Dessutom Anna Berg och Wei Ling Tan samt 1 till.", "Außerdem Anna Berg und Wei Ling Tan sowie 1 weitere Person."),
        ("ticket_open", {"id": Text("KT-1"), "subject": Text("Läcka."), "opened": DUE},
         "KT-1 Läcka (sedan 25 sep.)", "KT-1 Läcka (seit 25.09.)"),
        ("renews", {"months": Count(1)},
         "Utan uppsägning förlängs avtalet med 1_månad.", "Ohne Kündigung verlängert sich der Vertrag um 1_Monat."),
        ("contract_value", {"amount": Money(Decimal(95000), "SEK")}, "Värde: 95_000_kr per år.", "Wert: 95.000_SEK pro Jahr."),
        ("contract_value", {"amount": Money(Decimal(412000), "EUR")}, "Värde: 412_000_euro per år.", "Wert: 412.000_€ pro Jahr."),
        ("year", {"amount": Money(Decimal(2480000), "EUR"), "change": Percent(Decimal("-8.7"))},
         "Försäljning 12_mån: 2,48_mn_euro (−8,7_%).", "Umsatz 12_Monate: 2,48_Mio._€ (−8,7_%)."),
        ("quote", {"text": Text('Han sa "ja" i KW 42')}, "”Han sa ’ja’ i KW 42”", "„Han sa \N{SINGLE LOW-9 QUOTATION MARK}ja‘ i KW 42“"),
        ("sources_at", {"names": Listing((Word("source_calendar"), Word("source_crm"))), "day": DUE, "at": NINE},
         "Källor: kalender och CRM, 25 september kl. 09.00.", "Quellen: Kalender und CRM, Stand 25. September, 09:00 Uhr."),
        ("change_day", {"at": TEN, "was": NINE, "day": SATURDAY, "was_day": FRIDAY},
         "Ny tid: lör 31 okt. kl. 10.00 (tidigare fre 30 okt. kl. 09.00).",
         "Neuer Termin: Sa 31.10., 10:00 Uhr (bisher Fr 30.10., 09:00 Uhr)."),
        ("notice_line", {"at": NINE, "day": SATURDAY, "title": Text("läget"), "account": Text("Havulinna")},
         "lör 31 okt. kl. 09.00 Havulinna – läget", "Sa 31.10., 09:00 Uhr Havulinna – läget"),
        ("digest_subject", {"day": SATURDAY, "count": Count(1), "first": NINE},
         "[Brief] Lör 31 okt., kundmöte kl. 09.00", "[Briefing] Sa 31.10. – Kundentermin um 09:00 Uhr"),
        ("digest_subject", {"day": SATURDAY, "count": Count(3), "first": NINE},
         "[Brief] Lör 31 okt., 3 kundmöten, det första kl. 09.00",
         "[Briefing] Sa 31.10. – 3 Kundentermine, der erste um 09:00 Uhr"),
        ("retention", {"score": Count(83), "band": Word("band_critical")},
         "Risk för kundtapp 83/100, kritisk.", "Abwanderungsrisiko 83/100, kritisch."),
        ("retention_because", {"count": Count(2), "reasons": Listing((Word("reason_nps"), Word("reason_tickets")))},
         "Orsaker: enkätbetyg och öppna ärenden.", "Treiber: Umfragewerte und offene Tickets."),
        ("retention_because", {"count": Count(1), "reasons": Listing((Word("reason_tickets"),))},
         "Främst: öppna ärenden.", "Vor allem: offene Tickets."),
        ("coverage", {"state": Word("threading_thin"), "covered": Count(2), "required": Count(5), "people": Count(1)},
         "Kontaktyta: smal, 2 av 5 nyckelroller, 1 person.",
         "Beziehung: schmal, 2 von 5 Schlüsselrollen erreicht, 1 Person."),
        ("open_deal", {"name": Text("Etätuki."), "amount": Money(Decimal(95000), "SEK")},
         "Öppen affär: Etätuki, 95_000_kr.", "Offene Verkaufschance: Etätuki, 95.000_SEK."),
        ("ask_decider", {"deal": Text("etätuki")},
         "Etätuki: vem godkänner det här till slut?", "Etätuki: Wer gibt das am Ende frei?"),
        ("change_stage", {"name": Text("Etätuki"), "stage": Text("won"), "before": Text("offert")},
         "Affär Etätuki: nu vunnen (tidigare offert).", "Verkaufschance Etätuki: jetzt gewonnen (bisher offert)."),
    ],
)  # fmt: skip
def test_swedish_and_german_say_it_as_people_there_write(
    phrase: str, slots: dict[str, Value], sv: str, de: str
) -> None:
    assert [said("sv", phrase, **slots), said("de", phrase, **slots)] == [sv, de]


def static(language: str) -> str:
    """A file of phrases without its comments."""
    return re.sub(r"\{#.*?#\}", "", Phrases(language).file.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_german_addresses_nobody() -> None:
    assert re.findall(r"\b(?:[Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich|Sie|Ihr\w*|Ihnen)\b", static("de")) == []


def test_swedish_says_du_and_never_ni_with_a_capital_to_the_reader() -> None:
    assert re.findall(r"\b(?:Ni|Er|Ert|Era|Eder|Mvh)\b", static("sv")) == []
    assert re.search(r"\bdu\b", static("sv"))


# --- a whole brief -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "tag", "marks"), [("sv", "[Brief] 09.00 ", "””"), ("de", "[Briefing] 09:00 ", "„“")]
)
def test_a_finnish_customers_brief_can_be_read_in_swedish_and_german(
    tmp_path: Path, language: str, tag: str, marks: str
) -> None:
    folder = tmp_path / "scenario"
    shutil.copytree(SCENARIOS / "fi_renewal_at_risk", folder)
    managers = json.loads((folder / "account_managers.json").read_text(encoding="utf-8"))
    changed = [{**row, "brief_language": language} for row in managers]
    (folder / "account_managers.json").write_text(json.dumps(changed), encoding="utf-8")
    mail = next(one for one in play_demo(tmp_path / "out", [folder]) if one.kind == "brief")
    text = mail.file.with_suffix(".txt").read_text(encoding="utf-8")
    assert mail.subject.startswith(tag)
    assert f"{marks[0]}Kolme lukua ja yksi päätös{marks[1]}" in text  # what people said stays in their own words
    assert f'<html lang="{language}">' in mail.page.read_text(encoding="utf-8")
    body = text.rpartition("\n-- \n")[0]
    assert word_count(body) <= MAX_WORDS[language]
    assert len(body) <= MAX_CHARS
