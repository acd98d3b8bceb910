"""With `hide_names` no name of anybody leaves the house, in whatever form, and the brief has them all the same."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.office import Office
from tests.parts.fake_llm import Asked, FakeLlm
from tests.parts.hostile import Request

pytestmark = pytest.mark.corpus

_GRADES = (("kk", "k"), ("pp", "p"), ("tt", "t"), ("nen", "se"), ("nt", "nn"), ("nk", "ng"), ("mp", "mm"), ("lt", "ll"),
           ("rt", "rr"), ("t", "d"), ("p", "v"), ("k", ""))  # fmt: skip


def names_of(folder: Path) -> set[str]:
    """Every word of the name of a contact of any customer, of a colleague and of the reader."""
    with (folder / "contacts.csv").open(newline="") as file:
        found = [f"{row['first_name']} {row['last_name']}" for row in csv.DictReader(file)]
    found += [row["name"] for row in json.loads((folder / "scenario.json").read_text())["own_people"]]
    found += [row["name"] for row in json.loads((folder / "account_managers.json").read_text())]
    return {word for name in found for word in name.split() if len(word) > 2 and not word.endswith(".")}


def forms(name: str) -> Iterator[re.Pattern[str]]:
    """The name with any ending, with its last vowel changed, with Finnish consonant gradation; in capitals too."""
    stems = {name, name[:-1]} if len(name) > 4 else {name}
    for strong, weak in _GRADES:
        if strong in name[2:]:
            head, _, tail = name[2:].rpartition(strong)
            stems.add(f"{name[:2]}{head}{weak}{tail}")
    for stem in stems:
        if len(stem) > 2:
            endings = r"(?:\w{0,5}|['’]s)" if len(stem) > 3 else r"(?:['’]?s|n|in)?"
            yield re.compile(rf"(?<!\w)(?:{re.escape(stem)}|{re.escape(stem.upper())}){endings}(?!\w)")


def is_for_a_brief(asked: Asked) -> bool:
    """And not for what comes after the call."""
    return "one_thing" in str(asked.body["messages"][0])


def answer(asked: Asked) -> Any:
    """Names people by reference, and quotes what names are hidden in."""
    if not is_for_a_brief(asked):
        return {}
    request = Request.of(asked)
    quoted = next(
        fact for fact in request.facts if re.search(r"\[[CP]\d+\]", fact.text) and len(fact.text.split()) < 15
    )
    alias = next(iter(request.persons_with_lines))
    text = {"en": f"[[{alias}]] comes to hear about this first: {{{quoted.name}}}",
            "fi": f"[[{alias}]] tulee kuulemaan tästä ensin: {{{quoted.name}}}"}[request.language]  # fmt: skip
    return {
        "one_thing": {"text": text, "facts": [quoted.name]}, "people": [], "remarks": [], "need": None, "order": [], "cut": [],
        "questions": [{"text": "they pay 100 euros", "facts": [quoted.name]}],
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["en_global_gam", "fi_renewal_at_risk"],
)
def test_no_name_in_any_form_is_in_a_request_and_all_are_in_the_brief(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corpora: Path, fake_llm: FakeLlm, name: str
) -> None:
    folder = corpora / "data" / "scenarios" / name
    office = Office(tmp_path, monkeypatch)
    llm = f'[llm]\nbase_url = "{fake_llm.base_url}"\nmodel = "fake"\nmax_prompt_tokens = 20000\n'
    briefs = []
    for hidden in (True, False):
        office.config["llm"] = f"{llm}hide_names = {json.dumps(hidden)}"
        fake_llm.default = answer if hidden else {"order": []}
        office.ok("eval", str(folder), "--llm", "config", "--out", f"texts-{hidden}", "--json")
        briefs.append((office.folder / f"texts-{hidden}" / f"{name}.brief.txt").read_text())
    told = [asked for asked in fake_llm.asked if is_for_a_brief(asked)]
    *closed, open_ = told
    assert len(closed) == 2, "the first request, and one for a repair"
    closed += fake_llm.asked[2 : fake_llm.asked.index(open_)]  # those after the call
    assert len(closed) > 2
    names = names_of(folder)
    for asked in closed:
        sent = json.dumps([dict(asked.headers), asked.body["messages"][-1]["content"]], ensure_ascii=False)
        assert {(one, hit[0]) for one in names for form in forms(one) for hit in form.finditer(sent)} == set()
        assert not names & set(re.findall(r"\w+", str(asked.body["messages"][0])))
    shown = {one for one in names if one in open_.text}
    assert len(shown) > 6, "with names shown they are there"
    assert [one for one in names if one in briefs[1] and one not in briefs[0]] == []
    assert not re.search(r"\[[CP]\d+\]", "".join(briefs))
