"""The sample scenarios told anew: other people's names, another year's calendar. What was learned by heart fails here.

The spoken dates are found and written by words of this file alone, so that a mistake of the product's own reading does
not hide itself.
"""

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

NAMES: Mapping[str, Mapping[str, str]] = {
    "fi_renewal_at_risk": {
        "Petri": "Harri", "Vuolle": "Suolle", "Johanna": "Susanna", "Räsälä": "Kesälä", "Tiina": "Riina",
        "Ojaranta": "Koskiranta", "Markku": "Veikko", "Marku": "Veiko", "Hietanoja": "Lahdenoja", "Elina": "Helena",
        "Saarikko": "Niemikko", "Ville": "Kalle", "Nurmela": "Kankela", "Sami": "Rami",
    },
    "en_global_gam": {
        "Annegret": "Friederike", "Holthaus": "Brockmann", "Jonas": "Lukas", "Wiebe": "Harms", "Denise": "Monique",
        "Okafor": "Adeyemi", "Tan Wei Ling": "Goh Mei Hua", "Wei Ling": "Mei Hua", "wei.ling.tan": "mei.hua.goh",
        "Rasmus": "Magnus", "Ylikangas": "Alatalo", "Luis": "Carlos", "Arce": "Prieto", "Oskari": "Henrik",
        "Lindvall": "Sandqvist", "Priya": "Anjali", "Ramanathan": "Krishnan", "Matt": "Greg", "Kowalczyk": "Nowicki",
    },
}  # fmt: skip
_ASCII = str.maketrans("äöåé", "aoae")


def renamed(folder: Path, target: Path) -> Path:
    """The scenario with everybody called otherwise, in every form their names take."""
    names = NAMES[folder.name]
    every = {**names, **{_address(old): _address(new) for old, new in names.items()}}
    known = re.compile("|".join(rf"(?<![^\W_]){re.escape(one)}" for one in sorted(every, key=len, reverse=True)))

    def told(text: str) -> str:
        return known.sub(lambda found: every[found[0]], text)

    return _copied(folder, target, told)


def _address(name: str) -> str:
    return name.lower().translate(_ASCII)


def _copied(folder: Path, target: Path, told: Callable[[str], str]) -> Path:
    place = target / folder.name
    shutil.copytree(folder, place)
    for path in place.iterdir():
        path.write_bytes(told(path.read_bytes().decode("utf-8")).encode("utf-8"))
    return place


# --- another year --------------------------------------------------------------------------------------------------

_FI = [
    "ensimmäinen",
    "toinen",
    "kolmas",
    "neljäs",
    "viides",
    "kuudes",
    "seitsemäs",
    "kahdeksas",
    "yhdeksäs",
    "kymmenes",
    "yhdestoista",
    "kahdestoista",
    "kolmastoista",
    "neljästoista",
    "viidestoista",
    "kuudestoista",
    "seitsemästoista",
    "kahdeksastoista",
    "yhdeksästoista",
    "kahdeskymmenes",
]
_FI += [f"kahdeskymmenes{one}" for one in _FI[:9]] + ["kolmaskymmenes", "kolmaskymmenesensimmäinen"]
_EN = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_EN += [f"twenty-{one}" for one in _EN[:9]] + ["thirtieth", "thirty-first"]
_MONTHS = {
    "fi": ["tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}  # fmt: skip
_FI_UNITS = ["yksi", "kaksi", "kolme", "neljä", "viisi", "kuusi", "seitsemän", "kahdeksan", "yhdeksän"]
# First to third are too often no days: "fix this first", "toinen tarjous".
_NO_DAY = r"(?!\s+(?:quarter|topic|wave|one|line))"


def shifted(folder: Path, target: Path, weeks: int) -> Path:
    """The scenario's call so many weeks later: weekdays stay, spoken dates become those of the new calendar.

    Only what is read after the call is moved: meeting, transcript, and the reference's promises.
    """
    place = target / folder.name
    shutil.copytree(folder, place)
    by = dt.timedelta(weeks=weeks)
    meta = json.loads((place / "scenario.json").read_text("utf-8"))
    start = dt.datetime.fromisoformat(json.loads((place / "meeting.json").read_text("utf-8"))["start"])
    text = (place / "transcript.vtt").read_bytes().decode("utf-8")
    (place / "transcript.vtt").write_bytes(respoken(text, meta["language_meeting"], start.date(), by).encode("utf-8"))
    for name in ("scenario.json", "meeting.json", "reference.json"):
        told = _moved(json.loads((place / name).read_text("utf-8")), by)
        (place / name).write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    invitation = (place / "meeting.ics").read_bytes().decode("utf-8")
    moved = re.sub(
        r"(?m)^(DTSTART|DTEND)(;TZID=Europe/Helsinki:|:)(\d{8})",
        lambda found: found[1] + found[2] + (dt.datetime.strptime(found[3], "%Y%m%d") + by).strftime("%Y%m%d"),  # noqa: DTZ007
        invitation,
    )
    (place / "meeting.ics").write_bytes(moved.encode("utf-8"))
    return place


def _moved(value: Any, by: dt.timedelta) -> Any:
    """Every whole date and time in it, later by so much. The wall clock stays the same."""
    if isinstance(value, dict):
        return {key: _moved(one, by) for key, one in value.items() if key != "insights"}
    if isinstance(value, list):
        return [_moved(one, by) for one in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", value):
        return (dt.date.fromisoformat(value[:10]) + by).isoformat() + value[10:]
    return value


def respoken(text: str, language: str, day: dt.date, by: dt.timedelta) -> str:
    """The transcript's ordinals and months as the later calendar has them."""
    ordinals = _FI if language == "fi" else _EN
    months = _MONTHS[language]
    one = "|".join(sorted(ordinals[3:], key=len, reverse=True))
    month = "|".join(months)
    if language == "fi":
        small = rf"(?:{'|'.join(ordinals[:3])})\b(?=\s+(?:{month}))"
        pattern = rf"(?P<day>\b(?:{one}|{small})\b)(?:(?P<link>\s+)(?P<month>{month})\b)?"
    else:
        pattern = (
            rf"(?P<before>{month})(?P<gap>\s+)(?P<last>(?:{'|'.join(ordinals[:3])}|{one})\b)"
            rf"|(?P<day>\b(?:{one}|(?<=the )(?:{'|'.join(ordinals[:3])}))\b){_NO_DAY}"
            rf"(?:(?P<link>\s+of\s+)(?P<month>{month})\b)?"
        )

    def told(found: re.Match[str]) -> str:
        groups = found.groupdict()
        word = groups["day"] or groups["last"]
        named = groups["month"] or groups.get("before")
        number = ordinals.index(word.lower()) + 1
        then = _nearest(day, number, [m.lower() for m in months].index(named.lower()) + 1 if named else None) + by
        new = ordinals[then.day - 1]
        new = new.capitalize() if word[0].isupper() else new
        if groups.get("before"):
            return f"{months[then.month - 1]}{groups['gap']}{new}"
        return new + (f"{groups['link']}{months[then.month - 1]}" if named else "")

    text = re.sub(pattern, told, text, flags=re.IGNORECASE)
    return _weeks_told(text, day, by) if language == "fi" else text


def _weeks_told(text: str, day: dt.date, by: dt.timedelta) -> str:
    def told(found: re.Match[str]) -> str:
        number = 40 + _FI_UNITS.index(found[2]) + 1
        then = (dt.date.fromisocalendar(day.year, number, 1) + by).isocalendar().week
        tens = _FI_UNITS[then // 10 - 1]
        return f"{found[1]}{tens}kymmentä{_FI_UNITS[then % 10 - 1] if then % 10 else ''}"

    return re.sub(rf"(viikolla )neljäkymmentä({'|'.join(_FI_UNITS)})", told, text)


def _nearest(day: dt.date, number: int, month: int | None) -> dt.date:
    if month is not None:
        return dt.date(day.year, month, number)
    then = day
    while then.day != number:
        then += dt.timedelta(days=1)
    return then
