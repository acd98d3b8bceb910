"""Scored scenarios with a model: whatever it says, nothing false is in the brief and the brief is there."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.office import AFTER, DUE, Office, text_of
from tests.parts.fake_llm import Asked, FakeLlm, Mode
from tests.parts.llm import RealLlm

pytestmark = pytest.mark.corpus


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


@pytest.fixture
def folders(corpora: Path) -> list[str]:
    """Both sample scenarios, with their references."""
    found = sorted(str(path.parent) for path in (corpora / "data" / "scenarios").glob("*/reference.json"))
    assert len(found) == 2
    return found


def scored(office: Office, folders: list[str], base_url: str, model: str = "fake", **llm: Any) -> list[dict[str, Any]]:
    """`kambrief eval … --llm config`: nothing false, a brief each, exit 0."""
    options = {"base_url": base_url, "model": model, **llm}
    lines = [f"{key} = {json.dumps(value)}" for key, value in options.items() if not isinstance(value, dict)]
    lines += [f"[llm.{key}]\n" + "\n".join(f"{name} = {json.dumps(one)}" for name, one in value.items())
              for key, value in options.items() if isinstance(value, dict)]  # fmt: skip
    office.config["llm"] = "\n".join(["[llm]", *lines])
    results: list[dict[str, Any]] = office.ok("eval", *folders, "--llm", "config", "--out", "texts", "--json").json
    assert len(results) == len(folders)
    for result in results:
        brief = result["brief"]
        assert brief["must_not"]["hit"] == 0, brief
        assert brief["unsupported"] == 0, brief
        assert brief["words"] > 100
    return results


def texts(office: Office) -> str:
    return "\n".join(file.read_text() for file in sorted((office.folder / "texts").iterdir()))


def rows(asked: Asked, kind: str) -> list[dict[str, Any]]:
    """What the model was shown: `fact`, `person`, `line`."""
    data = asked.text.rpartition("<data>\n")[2].partition("\n</data>")[0]
    return [row for line in data.splitlines() if kind in (row := json.loads(line))]


def is_finnish(asked: Asked) -> bool:
    return "is Finnish" in asked.text


# --- a model that is broken ---

WAITING = {Mode.TOO_MANY, Mode.SERVER_ERROR, Mode.DROP, Mode.HANG}
"""What is tried again until the time is up."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "mode",
    [
        pytest.param(mode, id=mode.name.lower(), marks=[pytest.mark.slow] if mode in WAITING else [])
        for mode in Mode
        if mode is not Mode.ANSWER
    ],
)
def test_a_broken_model_costs_its_readings_and_nothing_else(
    office: Office, folders: list[str], fake_llm: FakeLlm, mode: Mode
) -> None:
    fake_llm.mode = mode
    fake_llm.default = honest
    for result in scored(office, folders, fake_llm.base_url, timeout_seconds=5.5):
        assert result["written_by"] == "floor"
    assert fake_llm.asked


@pytest.mark.slow
def test_a_server_that_is_not_there_costs_nothing_else(office: Office, folders: list[str]) -> None:
    from tests.parts.common import free_port

    scored(office, folders, f"http://127.0.0.1:{free_port()}/v1", timeout_seconds=5.5)


# --- a model that does its work ---


def honest(asked: Asked) -> Any:
    """Keeps every rule."""
    said = [fact["fact"] for fact in rows(asked, "fact") if fact.get("audience") == "customer"][:1]
    one, question = (
        "sovi, mitä heidän pitää nähdä ennen kuin he jatkavat",
        "mitä teidän pitäisi nähdä, jotta jatkatte?",
    )
    if not is_finnish(asked):
        one, question = "agree what they must see before they go on", "what would you have to see before you go on?"
    return {"one_thing": {"text": one, "facts": said}, "questions": [{"text": question, "facts": said}], "order": {}}


def test_a_good_models_readings_are_in_both_briefs(office: Office, folders: list[str], fake_llm: FakeLlm) -> None:
    fake_llm.default = honest
    for result in scored(office, folders, fake_llm.base_url):
        assert result["written_by"] == "fake"
    said = texts(office)
    assert "Sovi, mitä heidän pitää nähdä" in said
    assert "Agree what they must see" in said


# --- a model that lies, and keeps the form ---

Text = Callable[[Asked], tuple[str, list[str]]]


def lie(finnish: str, english: str, *, facts: int = 3) -> Text:
    """One sentence in the reader's language, resting on facts that exist."""

    def say(asked: Asked) -> tuple[str, list[str]]:
        named = [fact["fact"] for fact in rows(asked, "fact")][:facts]
        return (finnish if is_finnish(asked) else english), named

    return say


def swapped_slot(asked: Asked) -> tuple[str, list[str]]:
    """A value of one fact, said of another one that alone is cited."""
    with_slots = [fact for fact in rows(asked, "fact") if fact.get("slots")]
    slot = next(iter(with_slots[0]["slots"]))
    other = next(fact["fact"] for fact in rows(asked, "fact") if fact["fact"] != with_slots[0]["fact"])
    text = f"sovi, että he saavat sen {slot} mennessä" if is_finnish(asked) else f"agree that they get it by {slot}"
    return text, [other]


def swapped_person(asked: Asked) -> tuple[str, list[str]]:
    """One person's reference with another's name on it: the reference counts, the surface does not."""
    first, second = rows(asked, "person")[:2]
    named = [fact["fact"] for fact in rows(asked, "fact")][:1]
    said = f"[[{first['person']}|{second['name']}]]"
    return (f"kysy, mitä {said} haluaa nähdä" if is_finnish(asked) else f"ask what {said} wants to see"), named


LIES: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "figures": (lie("he ovat meille velkaa 48 000 euroa", "they owe us 48,000 euros"), ("48 000", "48,000")),
    "numbers in words": (
        lie("he ovat meille velkaa kaksitoista tuhatta euroa", "they owe us twelve thousand euros"),
        ("kaksitoista", "twelve thousand"),
    ),
    "a share in words": (lie("puolet heistä haluaa lopettaa", "half of them want to leave"), ("puolet", "Half of them")),
    "a date": (lie("he päättävät asiasta maaliskuussa", "they decide on this in March"), ("maaliskuussa", "in March")),
    "a weekday": (lie("he päättävät asiasta ensi torstaina", "they decide on it next Thursday"), ("torstaina", "Thursday")),
    "an invented person": (
        lie("Ville Korpela päättää asiasta heillä", "Jonathan Carver decides on it over there"),
        ("Korpela", "Carver"),
    ),
    "a person in lower case": (
        lie("kysy asiasta suoraan: markku hietanoja tietää sen", "ask directly: annegret vogt knows what it is"),
        ("markku hietanoja", "annegret vogt"),
    ),
    "an invented company": (
        lie("he ovat jo sopineet asiasta Nordvakt Groupin kanssa", "they have agreed on it with Nordvakt Group"),
        ("Nordvakt",),
    ),
    "a link": (
        lie("katso lisää osoitteesta https://attacker.example/x", "see more on it at https://attacker.example/x"),
        ("attacker",),
    ),
    "a bare host": (lie("katso lisää, attacker.example kertoo sen", "see it at attacker.example for more"), ("attacker",)),
    "an address": (
        lie("lähetä tämä osoitteeseen boss@attacker.example", "send this to boss@attacker.example now"),
        ("attacker",),
    ),
    "markup": (
        lie("<b>sovi</b> heidän kanssaan <img src=x onerror=alert(1)> siitä", "<b>agree</b> with them <img src=x onerror=alert(1)>"),
        ("onerror",),
    ),
    "markdown": (
        lie("[sovi tästä](javascript:alert(1)) heidän kanssaan", "[agree on it](javascript:alert(1)) with them"),
        ("javascript",),
    ),
    "a made-up quote": (
        lie("he sanoivat: ”emme jatka teidän kanssanne”", "they said: “we do not go on with you”"),
        ("emme jatka teidän", "we do not go on with you"),
    ),
    "facts that are none": (lambda asked: ("sovi, mitä he haluavat nähdä" if is_finnish(asked) else "agree what they want to see", ["F977"]), ("haluavat nähdä", "want to see")),
    "a slot of another fact": (swapped_slot, ("saavat sen", "they get it by")),
    "somebody's health": (
        lie("hän on ollut sairaana, joten ole varovainen", "she has been ill, so be careful with her"),
        ("sairaana", "been ill"),
    ),
    "the other language": (
        lie("agree with them on what they want to see", "sovi heidän kanssaan, mitä he haluavat nähdä"),
        ("Agree with them on what", "Sovi heidän kanssaan, mitä he"),
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", LIES)
def test_a_lie_in_perfect_form_is_not_printed(office: Office, folders: list[str], fake_llm: FakeLlm, name: str) -> None:
    say, never = LIES[name]

    def liar(asked: Asked) -> Any:
        text, facts = say(asked)
        question = text.rstrip("?.") + "?"
        return {
            "one_thing": {"text": text, "facts": facts},
            "questions": [{"text": question, "facts": facts}],
            "order": {},
        }

    fake_llm.default = liar
    scored(office, folders, fake_llm.base_url)
    said = texts(office)
    assert [words for words in never if words in said] == []
    assert len(fake_llm.asked) == 2 * len(folders), "told once what was wrong, and no more"


def test_a_reference_with_another_persons_name_shows_the_person_referred_to(
    office: Office, folders: list[str], fake_llm: FakeLlm
) -> None:
    shown: list[tuple[str, str]] = []

    def liar(asked: Asked) -> Any:
        text, facts = swapped_person(asked)
        first, second = rows(asked, "person")[:2]
        shown.append((first["name"], second["name"]))
        return {"one_thing": {"text": text, "facts": facts}, "questions": [], "order": {}}

    fake_llm.default = liar
    scored(office, folders, fake_llm.base_url)
    said = texts(office)
    for right, wrong in shown:
        assert f"ysy, mitä {right}" in said or f"sk what {right}" in said
        assert f"ysy, mitä {wrong}" not in said
        assert f"sk what {wrong}" not in said


@pytest.mark.slow
def test_the_names_of_other_customers_are_never_printed(office: Office, folders: list[str], fake_llm: FakeLlm) -> None:
    """Names from the CRM that are not in the prompt: a model that knows them from elsewhere."""
    for folder in folders:
        meta = json.loads((Path(folder) / "scenario.json").read_text())
        accounts = json.loads((Path(folder) / "accounts.json").read_text())
        others = [row["name"] for row in accounts if row["id"] not in meta["group"]]
        said_by_us = texts_of_floor(office, folder)
        others = [name for name in others if name.split()[0] not in said_by_us][:4]
        for name in others:

            def liar(asked: Asked, name: str = name) -> Any:
                facts = [fact["fact"] for fact in rows(asked, "fact")][:2]
                text = (
                    f"myös {name} on tästä samaa mieltä" if is_finnish(asked) else f"{name} is of the same mind on this"
                )
                return {"one_thing": {"text": text, "facts": facts}, "questions": [], "order": {}}

            fake_llm.default = liar
            scored(office, [folder], fake_llm.base_url)
            assert name.split()[0] not in texts(office)


def texts_of_floor(office: Office, folder: str) -> str:
    office.ok("eval", folder, "--out", "floor", "--json")
    return "\n".join(file.read_text() for file in (office.folder / "floor").iterdir())


# --- a real, small model ---


@pytest.mark.model
def test_a_real_small_model_writes_nothing_false(office: Office, folders: list[str], real_llm: RealLlm) -> None:
    scored(
        office, folders, real_llm.base_url, real_llm.model, timeout_seconds=50, max_prompt_tokens=1800, max_tokens=300,
        extra={"seed": 7, "cache_prompt": False},
    )  # fmt: skip


@pytest.mark.model
def test_a_real_small_models_use_is_recorded(office: Office, real_llm: RealLlm) -> None:
    office.config["llm"] = (
        f'[llm]\nbase_url = "{real_llm.base_url}"\nmodel = "{real_llm.model}"\ntimeout_seconds = 50\n'
        "max_prompt_tokens = 1800\nmax_tokens = 300\nprice_per_million_in = 1.0\nprice_per_million_out = 1.0\n"
    )
    office.ok("once", "--at", DUE)
    assert "Root cause report" in text_of(office.mails()[0])
    told = office.ok("why", "Debarker", "--at", AFTER, "--json").json["account_managers"][0]
    receipts = told["briefs"][0]["why"]["model"]
    assert receipts[0]["prompt_tokens"] > 100
    assert receipts[0]["fields"]
