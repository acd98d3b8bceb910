"""The configuration: every problem at once, the environment over the file, and no secret in any message."""

import dataclasses
import datetime as dt
import os
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.model import BriefMode, Scope
from kambrief.errors import UserError
from kambrief.providers import KNOWN, find
from kambrief.settings import (
    LANGUAGES,
    CombineSection,
    LlmSection,
    Section,
    Settings,
    WebSection,
    anchored,
    given,
    load,
    section,
)
from kambrief.settings.oidc import OidcSection

EXAMPLE = Path(__file__).resolve().parent.parent / "config.example.toml"
SECRET = "hunter2-VERY-secret"
MANAGER = '[[account_managers]]\nemail = "Elina@Kuura.example"\n'


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("KAMBRIEF_")]:
        monkeypatch.delenv(name)


def loaded(folder: Path, text: str) -> Settings:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        loaded(folder, text)
    return [problem.removeprefix(f"{folder / 'config.toml'}: ") for problem in caught.value.problems]


# --- what is read --------------------------------------------------------------------------------------------------


def test_little_is_needed(tmp_path: Path) -> None:
    found = loaded(tmp_path, MANAGER)
    (manager,) = found.managers()
    assert (manager.email, manager.timezone, manager.language, manager.lead_minutes) == (
        "elina@kuura.example", "Europe/Helsinki", "en", 60,
    )  # fmt: skip
    assert found.own_domains() == ("kuura.example",)
    assert found.base_dir == tmp_path
    assert found.llm is None


def test_an_account_managers_own_settings_go_before_those_for_all(tmp_path: Path) -> None:
    text = """
        [briefs]
        lead_minutes = 90
        language = "fi"
        quiet_from = 20:00:00
        quiet_until = 07:00:00
        [[account_managers]]
        email = "a@kuura.example"
        [[account_managers]]
        email = "b@kuura.example"
        lead_minutes = 15
        language = "en"
        timezone = "America/New_York"
        quiet_from = 00:00:00
        aliases = ["B@Kuura-US.example"]
    """
    one, other = loaded(tmp_path, text).managers()
    assert (one.lead_minutes, one.language, one.quiet_from, one.quiet_until) == (90, "fi", dt.time(20), dt.time(7))
    assert (other.lead_minutes, other.language, other.timezone) == (15, "en", "America/New_York")
    assert (other.quiet_from, other.quiet_until) == (dt.time(0), dt.time(7))
    assert other.is_address("b@kuura-us.EXAMPLE")


def test_a_digest_is_chosen_for_everybody_or_by_each(tmp_path: Path) -> None:
    text = """
        [briefs]
        mode = "digest"
        digest_at = 06:30:00
        [[account_managers]]
        email = "a@kuura.example"
        [[account_managers]]
        email = "b@kuura.example"
        mode = "both"
        digest_at = 00:00:00
        [[account_managers]]
        email = "c@kuura.example"
        mode = "single"
    """
    found = loaded(tmp_path, text).managers()
    assert [(one.mode, one.digest_at) for one in found] == [
        (BriefMode.DIGEST, dt.time(6, 30)), (BriefMode.BOTH, dt.time(0)), (BriefMode.SINGLE, dt.time(6, 30)),
    ]  # fmt: skip
    (plain,) = loaded(tmp_path, MANAGER).managers()
    assert (plain.mode, plain.digest_at) == (BriefMode.SINGLE, dt.time(7))


def test_a_mode_nobody_knows_says_which_there_are(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, f'[briefs]\nmode = "weekly"\n{MANAGER}')
    assert problem == "briefs.mode: Input should be 'single', 'digest' or 'both'"


def test_own_domains_are_those_given_else_the_account_managers(tmp_path: Path) -> None:
    given_ = loaded(tmp_path, f'[company]\ndomains = [" @Kuura.Example ", "kuura.fi"]\n{MANAGER}')
    assert given_.own_domains() == ("kuura.example", "kuura.fi")
    two = loaded(tmp_path, MANAGER + MANAGER.replace("Elina", "otto") + MANAGER.replace("Kuura", "Other"))
    assert two.own_domains() == ("kuura.example", "other.example")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbf" + MANAGER.encode())
    assert load(tmp_path / "config.toml").managers()


def test_administrators_and_the_metrics_token_are_named_in_web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "web.secret").write_text(f"{SECRET}\n")
    found = loaded(tmp_path, f'[web]\nadmins = ["IT@Kuura.example"]\nmetrics_token_file = "web.secret"\n{MANAGER}').web
    assert found is not None
    assert (found.admins, found.admins_read, found.session_days, found.link_minutes) == (
        ("it@kuura.example",), False, 14, 15,
    )  # fmt: skip
    assert found.secret("metrics_token") == SECRET
    monkeypatch.setenv("WEB_SECRET", SECRET)
    by_name = loaded(tmp_path, f'[web]\nmetrics_token_env = "WEB_SECRET"\n{MANAGER}').web
    assert by_name is not None
    assert by_name.secret("metrics_token") == SECRET
    assert SECRET not in repr(by_name)


@pytest.mark.parametrize(
    "line",
    ['admins = ["it"]', 'admins = "it@kuura.example"', "session_days = 0", "session_days = 91", "link_minutes = 4",
     "link_minutes = 121", 'secret = "hunter2"', "admins_read = 2"],
)  # fmt: skip
def test_what_the_pages_cannot_work_with_is_named(tmp_path: Path, line: str) -> None:
    (problem,) = problems(tmp_path, f"[web]\n{line}\n{MANAGER}")
    assert problem.startswith(f"web.{line.partition(' ')[0]}")


def test_without_web_there_are_no_pages(tmp_path: Path) -> None:
    assert loaded(tmp_path, MANAGER).web is None


# --- every problem at once -----------------------------------------------------------------------------------------


def test_all_problems_are_told_together_each_with_its_place(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """
        colour = "red"
        [briefs]
        lead_minute = 30
        lead_minutes = 1
        language = "tlh"
        timezone = "Mars/Olympus"
        on_unknown = "maybe"
        horizon_days = "many"
        [[account_managers]]
        name = "Elina"
        [[account_managers]]
        email = "not an address"
        [llm]
        timeout_seconds = 0
        """,
    )
    places = {problem.partition(":")[0] for problem in found}
    assert places == {
        "colour", "briefs.lead_minute", "briefs.lead_minutes", "briefs.language", "briefs.timezone", "briefs.on_unknown",
        "briefs.horizon_days", "account_managers.0.email", "account_managers.1.email", "llm.model", "llm.timeout_seconds",
    }  # fmt: skip


def test_an_unknown_key_is_named_with_advice(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, f"[briefs]\nlead_minute = 30\n{MANAGER}")
    assert problem.startswith("briefs.lead_minute: ")
    assert "config.example.toml" in problem


def test_a_bad_zone_or_language_says_what_would_do(tmp_path: Path) -> None:
    found = problems(tmp_path, f'[briefs]\nlanguage = "et"\ntimezone = "Helsinki"\n{MANAGER}')
    assert "'et' is not available; choose one of en, fi, sv, de" in found[0]
    assert "write for example 'Europe/Helsinki'" in found[1]


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "Europe", "europe helsinki", "\\u0000", "x" * 5000])
def test_odd_zones_are_refused_and_break_nothing(tmp_path: Path, zone: str) -> None:
    assert len(problems(tmp_path, f'[briefs]\ntimezone = "{zone}"\n{MANAGER}')) == 1


def test_one_person_is_listed_once(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, MANAGER + MANAGER.lower())
    assert "elina@kuura.example is listed more than once" in problem


@pytest.mark.parametrize(
    "text",
    [
        f"[briefs]\nquiet_from = 20:00:00\n{MANAGER}",
        f"{MANAGER}quiet_until = 07:00:00\n",
        "[briefs]\nquiet_from = 20:00:00\n",
    ],
)
def test_quiet_hours_have_two_ends(tmp_path: Path, text: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert "both quiet_from and quiet_until" in problem


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[briefs\n", "is not valid TOML"),
        (b"a = 1\na = 2\n", "is not valid TOML"),
        (b"\xff\xfe[\x00b", "is not written in UTF-8"),
        (b"briefs = 3\n", "briefs: "),
        (b"account_managers = {}\n", "account_managers: "),
        (b'mail = ["smtp"]\n', "mail: "),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    with pytest.raises(UserError, match=said):
        load(tmp_path / "config.toml")


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="kambrief init"):
        load(tmp_path / "none.toml")
    with pytest.raises(UserError, match="Cannot read"):
        load(tmp_path)


# --- the environment -----------------------------------------------------------------------------------------------


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMBRIEF_BRIEFS__LEAD_MINUTES", "45")
    monkeypatch.setenv("KAMBRIEF_DATABASE__URL", "sqlite:///other.db")
    monkeypatch.setenv("KAMBRIEF_LLM__BASE_URL", "http://127.0.0.1:8080/v1")
    monkeypatch.setenv("KAMBRIEF_MAIL__SMTP__HOST", "127.0.0.1")
    text = f"""
        [briefs]
        lead_minutes = 30
        language = "fi"
        [llm]
        model = "small"
        [mail.smtp]
        host = "smtp.kuura.example"
        port = 2525
        {MANAGER}
    """
    found = loaded(tmp_path, text)
    assert (found.briefs.lead_minutes, found.briefs.language) == (45, "fi")
    assert found.database.url == "sqlite:///other.db"
    assert found.llm
    assert (found.llm.base_url, found.llm.model) == ("http://127.0.0.1:8080/v1", "small")
    assert found.mail == {"smtp": {"host": "127.0.0.1", "port": 2525}}


def test_other_variables_of_ours_are_no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMBRIEF_CONFIG", "elsewhere.toml")
    monkeypatch.setenv("KAMBRIEF_SMTP_PASSWORD", SECRET)
    assert loaded(tmp_path, MANAGER).managers()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAMBRIEF_BRIEFS__LEAD_MINUTES", SECRET), ("KAMBRIEF_BRIEFS__LEED", SECRET), ("KAMBRIEF_ACCOUNT_MANAGERS", SECRET),
        ("KAMBRIEF_LLM", SECRET), ("KAMBRIEF_BRIEFS", f'["{SECRET}"]'), ("KAMBRIEF_LLM__TEMPERATURE", SECRET),
    ],
)  # fmt: skip
def test_a_bad_variable_is_a_problem_that_does_not_repeat_its_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UserError) as caught:
        loaded(tmp_path, MANAGER)
    assert caught.value.problems
    assert SECRET not in str(caught.value)


def test_the_demonstration_is_untouched_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMBRIEF_BRIEFS__LEAD_MINUTES", "45")
    assert given({"briefs": {"language": "fi"}}).briefs.lead_minutes == 60
    with pytest.raises(UserError, match=r"briefs\.colour"):
        given({"briefs": {"colour": "red"}})


# --- secrets -------------------------------------------------------------------------------------------------------


class Vault(Section):
    password_env: str | None = None
    password_file: Path | None = None


def test_a_secret_comes_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_PASSWORD", SECRET)
    (tmp_path / "secret").write_text(f"  {SECRET}\n", encoding="utf-8")
    assert Vault(password_env="THE_PASSWORD").secret("password") == SECRET
    assert Vault(password_file=tmp_path / "secret").secret("password") == SECRET
    assert Vault().secret("password") == ""
    assert Vault().secret("token") == ""


def test_a_secret_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"NO_SUCH_VARIABLE.*export it"):
        Vault(password_env="NO_SUCH_VARIABLE").secret("password")
    with pytest.raises(UserError, match=r"password_file.*check the path"):
        Vault(password_file=tmp_path / "none").secret("password")
    (tmp_path / "binary").write_bytes(b"\xff\xfe" + SECRET.encode())
    with pytest.raises(UserError, match="no UTF-8") as caught:
        Vault(password_file=tmp_path / "binary").secret("password")
    assert SECRET not in repr(caught.value.__cause__) + str(caught.value)


def test_no_value_of_the_file_is_repeated_in_a_message(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        f'password = "{SECRET}"\n[briefs]\nlead_minutes = "{SECRET}"\non_unknown = "{SECRET}"\n[llm]\nmodel = 3\n'
        f'api_key = "{SECRET}"\ntemperature = "{SECRET}"\n[[account_managers]]\nemail = "{SECRET}"\n',
    )
    assert len(found) >= 6
    assert SECRET not in "\n".join(found)


def test_a_providers_section_reports_all_its_problems_and_no_value() -> None:
    smtp = find("mail", "smtp")
    with pytest.raises(UserError) as caught:
        section(smtp.Config, {"host": "", "port": 99999, "pass": SECRET, "security": SECRET}, "mail.smtp")
    assert {problem.partition(":")[0] for problem in caught.value.problems} >= {
        "mail.smtp.host", "mail.smtp.port", "mail.smtp.pass", "mail.smtp.security",
    }  # fmt: skip
    assert SECRET not in str(caught.value)


# --- paths ---------------------------------------------------------------------------------------------------------


def test_relative_paths_start_at_the_files_folder() -> None:
    base = Path("/etc/kambrief")
    data = {
        "folder": "crm",
        "calendars": [{"path": "a.ics", "url_file": "u", "name": "folder"}],
        "ca_file": "/ca.pem",
        "host": "path",
    }
    assert anchored(data, base) == {
        "folder": "/etc/kambrief/crm", "calendars": [{"path": "/etc/kambrief/a.ics", "url_file": "/etc/kambrief/u", "name": "folder"}],
        "ca_file": "/ca.pem", "host": "path",
    }  # fmt: skip
    assert anchored({"folder": "~/crm"}, base)["folder"] == str(Path.home() / "crm")
    assert anchored(None, base) is None


# --- config.example.toml -------------------------------------------------------------------------------------------


def test_the_example_loads() -> None:
    found = load(EXAMPLE)
    assert [manager.email for manager in found.managers()] == ["elina.saarikko@kuura.example"]
    assert set(found.mail) == {"outbox"}


def sections(text: str) -> dict[str, dict[str, Any]]:
    """Section → its keys with their values, those behind a ``#`` included, and sections behind one too."""
    found: dict[str, dict[str, Any]] = {}
    name = ""
    for line in text.splitlines():
        bare = re.sub(r"^#\s?", "", line)
        if head := re.match(r"^\[\[?([\w.]+)\]\]?\s*(?:#.*)?$", bare):
            name = head[1]
            found.setdefault(name, {})
        elif name and (pair := re.match(r"^(\w+) = ", bare)):
            found[name][pair[1]] = tomllib.loads(bare)[pair[1]]
    return found


def test_every_key_in_the_example_commented_or_not_is_a_known_key() -> None:
    listed = sections(EXAMPLE.read_text(encoding="utf-8"))
    assert {
        "company",
        "briefs",
        "account_managers",
        "mail.smtp",
        "mail.outbox",
        "crm.files",
        "llm",
        "database",
    } <= listed.keys()
    for name, keys in listed.items():
        if not name.startswith("crm.files.headers"):
            assert keys.keys() <= known_keys(*name.split(".")), name


def known_keys(kind: str, vendor: str = "", table: str = "") -> set[str]:
    """The keys of ``[kind]``, ``[kind.vendor]`` or ``[[kind.vendor.table]]``."""
    if kind == "llm":
        return set(LlmSection.model_fields)
    if kind == "web":
        return set((OidcSection if vendor == "oidc" else WebSection).model_fields)
    if kind == "combine":
        return set(CombineSection.model_fields)
    config: Any = find(kind, vendor).Config if vendor else Settings.model_fields[kind].annotation
    if table or kind == "account_managers":
        config = (config.model_fields[table].annotation if table else config).__args__[0]
    if dataclasses.is_dataclass(config):
        return {field.name for field in dataclasses.fields(config)}
    return set(config.model_fields)


def test_every_commented_value_in_the_example_is_accepted() -> None:
    listed = sections(EXAMPLE.read_text(encoding="utf-8"))
    plain = {name: listed[name] for name in ("company", "briefs", "database")}
    given({**plain, "llm": listed["llm"], "account_managers": [listed["account_managers"]]})
    for name in ("mail.smtp", "mail.outbox", "crm.files"):
        section(find(*name.split(".")).Config, listed[name], name)
    one = listed["meetings.icalendar.calendars"]
    for source in ("path", "url_env", "url_file"):
        calendar = {
            key: value for key, value in one.items() if key not in {"path", "url", "url_env", "url_file"} - {source}
        }
        section(find("meetings", "icalendar").Config, {"calendars": [calendar]}, "meetings.icalendar")


def test_the_example_has_every_provider_and_says_every_language() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for kind, names in KNOWN.items():
        if kind != "llm":
            assert all(f"[{kind}.{name}" in text for name in names)
    assert all(language in text for language in LANGUAGES)


def test_defaults_in_the_example_are_the_defaults() -> None:
    listed = sections(EXAMPLE.read_text(encoding="utf-8"))
    shown = {"lead_minutes", "write_ahead_minutes", "horizon_days", "poll_minutes", "on_unknown"}
    assert {key: listed["briefs"][key] for key in shown} == {key: getattr(given({}).briefs, key) for key in shown}
    model = LlmSection(model="x")
    shown = {"provider", "base_url", "timeout_seconds", "max_tokens", "max_prompt_tokens", "temperature"}
    assert {key: listed["llm"][key] for key in shown} == {key: getattr(model, key) for key in shown}


SMALL: dict[str, Any] = {"account_managers": [{"email": "elina@kuura.example"}]}


def test_numbers_of_the_insights_are_read_and_their_mistakes_named() -> None:
    read = given({**SMALL, "insights": {"tier_a_share": "0.7", "silent_days": 60}})
    assert (read.insights.tier_a_share, read.insights.silent_days, read.insights.tier_b_share) == (
        Decimal("0.7"), 60, Decimal("0.95"),
    )  # fmt: skip
    for wrong, said in (
        ({"silent_day": 60}, "is no known key here"),
        ({"silent_days": -1}, "silent_days must not be negative"),
        ({"tier_a_share": "many"}, "tier_a_share"),
    ):
        with pytest.raises(UserError) as raised:
            given({**SMALL, "insights": wrong})
        assert said in str(raised.value)


def test_money_is_counted_in_one_currency_with_rates_for_others() -> None:
    company = {"currency": "sek", "rates": {"eur": "11.3"}, "revenue_12_months": 1_000_000}
    rates = given({**SMALL, "company": company}).rates()
    assert (rates.base, rates.convert(Decimal(2), "EUR"), rates.convert(Decimal(2), "USD")) == (
        "SEK",
        Decimal("22.6"),
        None,
    )
    for wrong in ({"currency": "EURO"}, {"rates": {"EUR": 0}}, {"rates": {"EUR": "-1"}}, {"revenue_12_months": 0}):
        with pytest.raises(UserError):
            given({**SMALL, "company": wrong})


def test_whose_customers_a_reader_may_see_is_everybodys_setting_or_their_own() -> None:
    people = [{"email": "elina@kuura.example"}, {"email": "otto@kuura.example", "crm_scope": "own"}]
    read = given({"account_managers": people, "briefs": {"crm_scope": "team"}})
    assert [manager.crm_scope for manager in read.managers()] == [Scope.TEAM, Scope.OWN]
    assert [manager.crm_scope for manager in given({"account_managers": people}).managers()] == [Scope.ALL, Scope.OWN]
    with pytest.raises(UserError, match="crm_scope"):
        given({**SMALL, "briefs": {"crm_scope": "mine"}})


def test_one_source_of_a_table_may_be_written_as_a_word() -> None:
    read = given({**SMALL, "combine": {"tables": {"orders": "sql", "tickets": ["files", "sql"]}}})
    assert read.combine is not None
    assert dict(read.combine.tables) == {"orders": ("sql",), "tickets": ("files", "sql")}


def test_follow_ups_are_everybodys_setting_or_an_account_managers_own() -> None:
    managers = [
        {"email": "elina@kuura.example", "signature": "\nTerveisin\nElina\n", "title": " asiakkuuspäällikkö "},
        {"email": "otto@kuura.example", "followups": False},
    ]
    elina, otto = given({"account_managers": managers}).managers()
    assert (elina.followups, elina.signature, elina.title) == (True, "Terveisin\nElina", "asiakkuuspäällikkö")
    assert not otto.followups
    off = given({"account_managers": [*managers, {"email": "anna@kuura.example"}], "followups": {"on": False}})
    assert [one.followups for one in off.managers()] == [False, False, False]


def test_times_after_a_call_are_read_as_the_decisions_take_them() -> None:
    told = {"wait_minutes": 30, "watch_minutes": 2, "remind_at": dt.time(15), "nudge_at": dt.time(7, 30)}
    rules = given({**SMALL, "followups": told}).followups.rules()
    assert (rules.wait, rules.watch) == (dt.timedelta(minutes=30), dt.timedelta(minutes=2))
    assert (rules.remind_at, rules.nudge_at) == (dt.time(15), dt.time(7, 30))
    with pytest.raises(UserError, match=r"followups\.wait_minutes"):
        given({**SMALL, "followups": {"wait_minutes": -1}})
