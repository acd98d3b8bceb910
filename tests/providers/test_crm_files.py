import csv
import dataclasses
import datetime as dt
import io
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import TABLES, ActivityKind, CrmData
from kambrief.errors import ProviderError, SuddenlyEmptyError, UserError
from kambrief.ports import Crm
from kambrief.providers.cells import Conventions, clean, decimal_of, number
from kambrief.providers.crm.files import Config, Provider
from kambrief.providers.records import read_records
from kambrief.providers.tables import read_csv
from kambrief.settings import section
from tests.contracts.crm import NONE, NOW, SAMPLE, CrmContract

CONTACTS = "id,account_id,first_name,last_name,email,role\n"
ACCOUNTS = "id,name,domains\nA1,Koivu,koivu.example\n"


def provider(folder: Path, **config: Any) -> Provider:
    return Provider(section(Config, {"folder": folder, **config}, "crm.files"), Path())


def everything(folder: Path, **config: Any) -> CrmData:
    """All that the folder holds of the accounts A1 to A3."""
    return provider(folder, **config).histories(frozenset({"A1", "A2", "A3"}))


def put(folder: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def as_cell(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return ";".join(map(str, value))
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def write(folder: Path, data: CrmData, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """The data as an export: CSV but for the activities."""
    for table in (table for table in TABLES if table not in data.missing):
        rows = [dataclasses.asdict(row) for row in getattr(data, table)]
        if table == "activities":
            (folder / "activities.json").write_text(json.dumps(rows, default=as_cell), encoding="utf-8")
            continue
        text = io.StringIO()
        header = list(rows[0]) if rows else ["id", "account_id"]
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerows([header, *([as_cell(row[name]) for name in header] for row in rows)])
        (folder / f"{table}.csv").write_bytes(text.getvalue().encode(encoding))
    return folder


class TestFilesKeepTheContract(CrmContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make(self, data: CrmData) -> Crm:
        return provider(write(self.folder, data))

    def broken(self) -> Crm:
        return provider(self.folder / "not there")


# How files are written


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_and_delimiters_are_told_by_themselves(tmp_path: Path, encoding: str, delimiter: str) -> None:
    data = provider(write(tmp_path, SAMPLE, delimiter, encoding)).histories(frozenset({"010", "011", "012"}))
    assert {contact.name for contact in data.contacts} == {"Anna Mäkelä", "Åke Öberg", "Nimetön Nimi"}
    assert data.problems == ()


@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_a_byte_order_mark_is_no_part_of_the_first_header(tmp_path: Path, encoding: str | None) -> None:
    put(tmp_path, accounts="\ufeffid,name\nA1,Koivu\n")
    assert everything(tmp_path, encoding=encoding).accounts[0].name == "Koivu"


def test_the_hint_that_excel_writes_for_itself_is_obeyed(tmp_path: Path) -> None:
    put(tmp_path, contacts="sep=;\nid;account_id;first_name\nC1;A1;Anna, Maria\n")
    assert everything(tmp_path).contacts[0].first_name == "Anna, Maria"


def test_headers_may_be_named_in_the_files_own_language(tmp_path: Path) -> None:
    put(tmp_path, Henkilöt="Numero;Yritys;Sähköposti;ETUNIMI\n1;A1;anna@koivu.example;Anna\n")
    columns = {"id": "Numero", "account_id": "yritys", "email": "Sa\u0308hko\u0308posti", "first_name": "etunimi "}
    data = everything(tmp_path, files={"contacts": "Henkilöt.csv"}, headers={"contacts": columns})
    assert [(one.id, one.email, one.first_name) for one in data.contacts] == [("1", "anna@koivu.example", "Anna")]


def test_file_names_and_headers_may_be_in_any_case(tmp_path: Path) -> None:
    put(tmp_path, Contacts="ID, Account_Id ,EMAIL\n1,A1,anna@koivu.example\n")
    assert everything(tmp_path).contacts[0].email == "anna@koivu.example"


def test_a_header_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    put(tmp_path, accounts=ACCOUNTS, contacts="Numero,account_id\n1,A1\n")
    data = everything(tmp_path)
    assert "contacts" in data.missing
    assert data.problems[0].startswith("contacts.csv has no column 'id'; it has 'Numero', 'account_id'")


def test_ids_stay_as_they_are_written_even_when_they_are_numbers(tmp_path: Path) -> None:
    put(tmp_path, accounts="id,name\n007,Koivu\n")
    (tmp_path / "contacts.json").write_text('[{"id": 12, "account_id": "007"}]')
    data = provider(tmp_path).histories(frozenset({"007"}))
    assert (data.accounts[0].id, data.contacts[0].id) == ("007", "12")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("412 000,50 €", "412000.50"), ("412\u00a0000,50", "412000.50"), ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"), ("EUR 412000", "412000"), ("\u221228,5", "-28.5"), ("(1 234)", "-1234"),
        ("0.125", "0.125"),
        ("500 kr", "500"), ("1'234.50", "1234.50"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(tmp_path: Path, written: str, read: str) -> None:
    put(tmp_path, deals=f'id,account_id,amount\nD1,A1,"{written}"\n')
    assert everything(tmp_path).deals[0].amount == Decimal(read)


@pytest.mark.parametrize("written", ["1.2 mln", "5 k€", "=1+1", "1e5", "12 34", "nan", "n/a", "1,2,3", "9" * 40])
def test_what_is_no_amount_is_left_out_and_named(tmp_path: Path, written: str) -> None:
    put(tmp_path, deals=f'id,account_id,name,amount\nD1,A1,Uusi,"{written}"\n')
    data = everything(tmp_path)
    assert [(deal.name, deal.amount) for deal in data.deals] == [("Uusi", None)]
    assert data.problems[0].startswith("deals.csv line 2: amount ")


def test_one_number_of_a_column_settles_how_the_others_are_meant(tmp_path: Path) -> None:
    put(tmp_path, deals="id;account_id;amount\nD1;A1;1.234\nD2;A1;99,50\n")
    assert [deal.amount for deal in everything(tmp_path).deals] == [Decimal(1234), Decimal("99.50")]


def test_thousands_or_decimals_is_not_guessed(tmp_path: Path) -> None:
    put(tmp_path, deals="id;account_id;amount\nD1;A1;1.234\nD2;A1;412.000\n")
    data = everything(tmp_path)
    assert [deal.amount for deal in data.deals] == [None, None]
    assert "set decimal" in data.problems[0]
    assert [deal.amount for deal in everything(tmp_path, decimal=",").deals] == [Decimal(1234), Decimal(412000)]
    assert [deal.amount for deal in everything(tmp_path, decimal=".").deals] == [Decimal("1.234"), Decimal("412.000")]


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([",", "."]), st.sampled_from(["", " ", "\u00a0"]))
def test_amounts_survive_every_way_of_writing_them(value: Decimal, decimal: str, thousands: str) -> None:
    written = f"{value:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    assert decimal_of([written]) == decimal
    assert number(written, Conventions()) == value


@pytest.mark.parametrize(
    "written", ["2026-10-05", "5.10.2026", "05.10.2026", "2026-10-05 13:00", "2026-10-05T22:30:00Z"]
)
def test_days_are_read_as_they_were_here(tmp_path: Path, written: str) -> None:
    put(tmp_path, tickets=f"id,account_id,opened\nT1,A1,{written}\n")
    expected = dt.date(2026, 10, 6 if written.endswith("Z") else 5)
    assert everything(tmp_path).tickets[0].opened == expected


@pytest.mark.parametrize(
    "written", ["10/05/2026", "5.10.26", "31.2.2026", "0026-10-05", "tomorrow", "2026-13-01", "45570"]
)
def test_a_row_without_a_date_that_can_be_read_is_left_out_and_named(tmp_path: Path, written: str) -> None:
    put(tmp_path, tickets=f"id,account_id,opened\nT1,A1,{written}\nT2,A1,2026-10-05\n")
    data = everything(tmp_path)
    assert [ticket.id for ticket in data.tickets] == ["T2"]
    assert data.problems[0].startswith(f"tickets.csv line 2: opened '{written}' is no date")


def test_another_date_format_can_be_configured(tmp_path: Path) -> None:
    put(tmp_path, tickets="id,account_id,opened\nT1,A1,10/05/2026\n")
    assert everything(tmp_path, date_format="%m/%d/%Y").tickets[0].opened == dt.date(2026, 10, 5)


@pytest.mark.parametrize(
    ("written", "utc"),
    [("2026-10-05T09:00:00+03:00", 6), ("2026-10-05 09:00", 6), ("5.10.2026 klo 9.00", 6), ("2026-10-05T09:00Z", 9)],
)
def test_times_without_an_offset_are_in_the_configured_zone(tmp_path: Path, written: str, utc: int) -> None:
    put(tmp_path, activities=f"id,account_id,type,at\nx,A1,Note,{written}\n")
    activity = everything(tmp_path).activities[0]
    assert (activity.kind, activity.at) == (ActivityKind.NOTE, dt.datetime(2026, 10, 5, utc, tzinfo=dt.UTC))


@pytest.mark.parametrize("written", ["2024-10", "10/2024", "10.2024", "202410", "2024-10-31", "31.10.2024"])
def test_months_are_read_as_their_first_day(tmp_path: Path, written: str) -> None:
    put(tmp_path, orders=f"account_id,month,category,net_amount,currency\nA1,{written},service,5,EUR\n")
    assert everything(tmp_path).orders[0].month == dt.date(2024, 10, 1)


@pytest.mark.parametrize(
    "written", ["a.example;b.example", "a.example b.example", "https://www.A.example/fi, @b.example"]
)
def test_domains_are_read_from_lists_and_web_addresses(tmp_path: Path, written: str) -> None:
    put(tmp_path, accounts=f'id,name,domains\nA1,Koivu,"{written}"\n')
    assert everything(tmp_path).accounts[0].domains == ("a.example", "b.example")


# What is broken


def test_a_broken_row_is_named_by_file_and_line_and_the_rest_lives(tmp_path: Path) -> None:
    put(
        tmp_path,
        accounts=ACCOUNTS,
        contacts=CONTACTS
        + "C1,A1,Anna,Mäkelä,anna@koivu.example,sponsor\n"
        + ",A1,Nimi,Puuttuu,,\n"
        + "C3,A1,too,few\n"
        + "C4,A1,one,too,many@koivu.example,user,x\n"
        + "C5,A1,Rooli,Outo,rooli@koivu.example,boss\n"
        + "C1,A1,Toinen,Anna,toinen@koivu.example,user\n"
        + "C7,A1,Posti,Puuttuu,,user\n"
        + "C8,A1,Posti,Outo,Anna <anna@koivu.example>,user\n",
    )
    data = everything(tmp_path)
    assert [(one.id, one.first_name, one.email) for one in data.contacts] == [
        ("C1", "Anna", "anna@koivu.example"),
        ("C5", "Rooli", "rooli@koivu.example"),
        ("C7", "Posti", ""),
        ("C8", "Posti", ""),
    ]
    assert [problem.split(";")[0] for problem in data.problems] == [
        "contacts.csv line 4: has 4 columns where the header has 6",
        "contacts.csv line 5: has 7 columns where the header has 6",
        "contacts.csv line 3: id missing",
        "contacts.csv line 6: role 'boss' is none of sponsor, economic_buyer, champion, procurement, technical, user",
        "contacts.csv line 7: id 'C1' stands at line 2 already",
        "contacts.csv line 9: email 'Anna <anna@koivu.example>' is no mail address",
    ]


def test_a_lost_quotation_mark_costs_its_own_row_only(tmp_path: Path) -> None:
    put(
        tmp_path,
        tickets='id,account_id,opened,subject\nT1,A1,2026-10-05,"lost\nT2,A1,2026-10-05,"a\nb"\nT3,A1,2026-10-05,c\n',
    )
    data = everything(tmp_path)
    assert [(one.id, one.subject) for one in data.tickets] == [("T2", "a\nb"), ("T3", "c")]
    assert data.problems[0].startswith("tickets.csv line 2: cannot be read")


def test_one_damaged_byte_does_not_spoil_the_other_letters(tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_bytes(
        "id,account_id,last_name\nC1,A1,Räsälä\nC2,A1,Mäk".encode() + b"\xffl\xc3\xa4\n"
    )
    data = everything(tmp_path)
    assert [one.last_name for one in data.contacts] == ["Räsälä", "Mäk�lä"]
    assert "1 bytes that are not UTF-8" in data.problems[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tickets.json", b'[{"id": "T1", "account_id": '),
        ("tickets.json", b'"only words"'),
        ("tickets.json", b"[" * 100_000),
        ("tickets.csv", b"PK\x03\x04\x14\x00\x06\x00\x08\x00"),
        ("tickets.csv", b"\xff\xfeT\x00i\x00\xd8"),
        ("tickets.csv", b""),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_and_its_table_missing(
    tmp_path: Path, name: str, content: bytes
) -> None:
    put(tmp_path, accounts=ACCOUNTS)
    (tmp_path / name).write_bytes(content)
    data = everything(tmp_path)
    assert [account.id for account in data.accounts] == ["A1"]
    assert "tickets" in data.missing
    assert data.problems[0].startswith(f"{name} ")
    assert not all(line.ok for line in provider(tmp_path).check(NOW))


def test_a_json_list_may_be_wrapped_and_may_hold_broken_entries(tmp_path: Path) -> None:
    entries = ["x", {"id": 1}, {"id": 2, "account_id": "A1", "opened": "2026-10-05", "reopened": 1, "subject": None}]
    (tmp_path / "tickets.json").write_text(json.dumps({"tickets": entries}))
    data = everything(tmp_path)
    assert [(one.id, one.reopened, one.subject) for one in data.tickets] == [("2", True, "")]
    assert [problem.split(";")[0] for problem in data.problems] == [
        "tickets.json entry 1: is no object",
        "tickets.json entry 2: account_id, opened missing",
    ]


def test_a_score_outside_its_scale_is_left_out_and_named(tmp_path: Path) -> None:
    put(tmp_path, surveys="id,account_id,kind,score,at\nS1,A1,NPS,11,2026-10-05\nS2,A1,nps,10,2026-10-05\n")
    data = everything(tmp_path)
    assert [one.id for one in data.surveys] == ["S2"]
    assert data.problems == ("surveys.csv line 2: score 11 is outside 0 to 10; row left out",)


def test_thousands_of_problems_are_counted_and_not_all_listed(tmp_path: Path) -> None:
    put(tmp_path, tickets="id,account_id,opened\n" + "T,A1,soon\n" * 5000)
    problems = everything(tmp_path).problems
    assert len(problems) == 201
    assert problems[-1] == "tickets.csv and 4800 more problems of this kind"


# What is not there


def test_a_poor_crm_without_accounts_still_answers(tmp_path: Path) -> None:
    put(tmp_path, contacts=CONTACTS + "C1,A1,Anna,Mäkelä,anna@koivu.example,\nC2,A2,Ari,Lahti,ari@koivu.example,\n")
    data = provider(tmp_path).find(frozenset({"anna@koivu.example"}), NONE)
    assert ([one.id for one in data.accounts], [one.id for one in data.contacts]) == (["A1"], ["C1"])
    assert data.accounts[0].name == "A1"
    assert "accounts" in data.missing
    assert data.problems == ("accounts: 2 known from contacts only (A1, A2); their ids serve as names",)


def test_a_folder_without_any_table_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, readme="nothing here")
    with pytest.raises(ProviderError, match="no table"):
        everything(tmp_path)


@pytest.mark.parametrize("lost", ["accounts", "contacts"])
def test_people_who_were_there_and_are_suddenly_gone_are_a_fault_and_not_a_fact(tmp_path: Path, lost: str) -> None:
    crm = provider(write(tmp_path, SAMPLE))
    assert crm.find(frozenset({"anna@kr.example"}), NONE).contacts
    (tmp_path / f"{lost}.csv").write_text("id,account_id\n")
    with pytest.raises(SuddenlyEmptyError, match=f"all {lost} are suddenly gone"):
        crm.find(frozenset({"anna@kr.example"}), NONE)
    write(tmp_path, SAMPLE)
    assert crm.find(frozenset({"anna@kr.example"}), NONE).contacts


def test_a_folder_that_is_suddenly_gone_is_a_fault(tmp_path: Path) -> None:
    crm = provider(write(tmp_path, SAMPLE))
    crm.check(NOW)
    for file in tmp_path.iterdir():
        file.unlink()
    with pytest.raises(SuddenlyEmptyError):
        crm.histories(frozenset({"010"}))


def test_a_configured_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    put(tmp_path, accounts=ACCOUNTS)
    data = everything(tmp_path, files={"contacts": "henkilöt.csv"})
    assert data.problems == ("henkilöt.csv is not there (configured for contacts)",)


def test_check_names_the_tables_that_are_missing(tmp_path: Path) -> None:
    put(tmp_path, accounts=ACCOUNTS)
    said = {line.summary: line.ok for line in provider(tmp_path).check(NOW)}
    assert said["no contacts to be read"] is False
    assert said["no tickets to be read"] is True


# Guards


@pytest.mark.parametrize("name", ["../contacts.csv", "/etc/passwd", "a/../../b.csv", r"..\b.csv", r"C:\b.csv", ""])
def test_no_file_outside_the_folder_can_be_configured(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="must be a file within the folder"):
        provider(tmp_path, files={"contacts": name})


def test_a_link_to_a_file_elsewhere_is_the_owners_wish(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "crm").mkdir()
    put(tmp_path / "elsewhere", accounts=ACCOUNTS)
    (tmp_path / "crm" / "accounts.csv").symlink_to(tmp_path / "elsewhere" / "accounts.csv")
    (tmp_path / "crm" / "contacts.csv").symlink_to(tmp_path / "nowhere")
    assert everything(tmp_path / "crm").accounts[0].name == "Koivu"


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, accounts=ACCOUNTS)
    os.mkfifo(tmp_path / "contacts.csv")
    assert "contacts" in everything(tmp_path).missing


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, accounts=ACCOUNTS, tickets="id,account_id,opened\n" + " " * 1_000_001)
    data = everything(tmp_path, max_megabytes=1)
    assert "tickets" in data.missing
    assert "larger than 1 MB" in data.problems[0]


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ({"files": {"people": "x.csv"}}, "no table is called people"),
        ({"headers": {"contacts": {"mail": "x"}}}, "contacts has no column mail; it has account_id"),
        ({"encoding": "klingon"}, "no known encoding"),
        ({"decimal": ";"}, "decimal"),
        ({"timezone": "Mars/Base"}, "no IANA time zone"),
        ({"link_template": "https://crm.example/{secret}"}, "no other braces"),
        ({"link_template": "javascript:alert(1)"}, "link_template"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_before_anything_is_read(
    tmp_path: Path, config: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(UserError, match=complaint):
        provider(tmp_path, **config)


def test_files_are_read_again_only_when_one_has_changed(tmp_path: Path) -> None:
    put(tmp_path, accounts="id,name\nA1,Old\n")
    os.utime(tmp_path / "accounts.csv", ns=(1_000_000_000, 1_000_000_000))
    crm = provider(tmp_path)
    names = [crm.histories(frozenset({"A1"})).accounts[0].name]
    put(tmp_path, accounts="id,name\nA1,New\n")
    os.utime(tmp_path / "accounts.csv", ns=(1_000_000_000, 1_000_000_000))
    names.append(crm.histories(frozenset({"A1"})).accounts[0].name)
    os.utime(tmp_path / "accounts.csv", ns=(2_000_000_000, 2_000_000_000))
    data = crm.histories(frozenset({"A1"}))
    assert [*names, data.accounts[0].name] == ["Old", "Old", "New"]
    assert data.as_of == dt.datetime(1970, 1, 1, 0, 0, 2, tzinfo=dt.UTC)


# Text is data


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_every_text_comes_back_as_it_was_but_for_control_characters(payload: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["id", "account_id", "notes"], ["C1", "A1", payload]])
    contacts = read_records("contacts", read_csv(text.getvalue().encode()), {}, Conventions()).records
    assert [one.notes for one in contacts] == [clean(payload) if payload.strip() else ""]


@pytest.mark.corpus
@pytest.mark.parametrize("corpus", ["csv_formula", "names", "naughty_strings"])
def test_odd_strings_and_formulas_are_kept_as_plain_text(tmp_path: Path, corpora: Path, corpus: str) -> None:
    lines = (corpora / "data" / "attacks" / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines()
    payloads = [payload for line in lines if (payload := json.loads(line)["payload"]).strip()]
    text = io.StringIO()
    rows = [[f"C{number}", "A1", payload, payload] for number, payload in enumerate(payloads)]
    csv.writer(text).writerows([["id", "account_id", "last_name", "notes"], *rows])
    put(tmp_path, contacts=text.getvalue())
    contacts = everything(tmp_path).contacts
    assert [one.last_name for one in contacts] == [clean(payload) for payload in payloads]
    assert [one.notes for one in contacts] == [clean(payload) for payload in payloads]


# The sample data


@pytest.mark.corpus
@pytest.mark.parametrize(("scenario", "orders"), [("en_global_gam", 440), ("fi_renewal_at_risk", 466)])
def test_the_sample_data_are_read_to_the_last_row(corpora: Path, scenario: str, orders: int) -> None:
    folder = corpora / "data" / "scenarios" / scenario
    accounts = {entry["id"] for entry in json.loads((folder / "accounts.json").read_text(encoding="utf-8"))}
    data = provider(folder).histories(frozenset(accounts))
    assert (data.problems, data.missing) == ((), ("plans",))
    assert len(data.orders) == orders
    assert len(data.activities) == len(json.loads((folder / "activities.json").read_text(encoding="utf-8")))
    assert all(contact.role and contact.email and contact.timezone for contact in data.contacts)


def test_words_of_a_finnish_export_mean_what_they_say_and_unknown_ones_are_named(tmp_path: Path) -> None:
    put(
        tmp_path,
        accounts=ACCOUNTS,
        tickets="id;account_id;opened;status;severity;closed\nT1;A1;2026-08-10;Suljettu;Kriittinen;\nT2;A1;2026-08-11;avattu uudelleen;2 - suuri;\nT3;A1;2026-08-12;parkissa;;2026-09-01\n",
        commitments="id;account_id;side;text;status\nK1;A1;me;Raportti;avoin\nK2;A1;he;Lista;tehty\n",
        activities="id;account_id;type;at;status\nM1;A1;palaveri;2026-09-01 10.00;pidetty\nM2;A1;soitto;2026-09-02 10.00;ei vastattu\n",
        deals="id;account_id;name;status\nD1;A1;Jatko;hävitty\n",
    )
    data = everything(tmp_path)
    assert [(row.id, row.status, row.severity) for row in data.tickets] == [
        ("T1", "closed", "critical"),
        ("T2", "open", "2 - suuri"),
        ("T3", "closed", None),
    ]
    assert [(row.side.value, row.status) for row in data.commitments] == [("us", "open"), ("them", "done")]
    assert [(row.kind, row.status) for row in data.activities] == [
        (ActivityKind.MEETING, "held"),
        (ActivityKind.CALL, "voicemail"),
    ]
    assert data.deals[0].status == "lost"
    assert [problem for problem in data.problems if "parkissa" in problem]


def test_tables_under_other_names_are_pointed_out(tmp_path: Path) -> None:
    (tmp_path / "Henkilöt.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(ProviderError, match=r"found Henkilöt\.csv: say in \[crm\.files\] files which table each is"):
        everything(tmp_path)
