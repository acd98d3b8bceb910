"""A follow-up's page as two people see it: its account manager, and somebody who stands in for them."""

import dataclasses
import datetime as dt
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kambrief.core.access import StandIn
from kambrief.core.drafting import FollowupRecord
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load
from kambrief.settings import LANGUAGES
from tests.web.house import FI, Pages, pages

DEPUTY = "otto.fi@kuura.example"


class Window:
    """One browser window on the follow-up: the form as the page shows it, which may be changed and sent."""

    def __init__(self, site: Pages, email: str, owner: str = "", meeting: str = "") -> None:
        self.site, self.owner = site, owner
        self.browser = site.client(email)
        self.path = f"/followup/{meeting or site.house.meeting.id}"
        self.fields: dict[str, str | list[str]] = {}

    def open(self, more: str = "") -> str:
        """The page anew."""
        ask = [f"for={self.owner}"] if self.owner else []
        query = "&".join([*ask, *([more] if more else [])])
        shown = self.browser.get(self.path + (f"?{query}" if query else ""))
        assert shown.status_code == 200, shown.text
        self.fields = {**editor_of(shown.text), **self.site.csrf(self.browser), **self._for()}
        return shown.text

    def _for(self) -> dict[str, str]:
        return {"for": self.owner} if self.owner else {}

    def press(self, do: str, **fields: str | list[str]) -> Any:
        """Send the editor with one of its buttons."""
        return self.browser.post(self.path, data={**self.fields, **fields, "do": do})

    def post(self, part: str, **fields: str | list[str]) -> Any:
        """Send another form of the page."""
        data = {**self.site.csrf(self.browser), **self._for(), **fields}
        return self.browser.post(f"{self.path}/{part}", data=data)

    def typing(self, **fields: str | list[str]) -> Any:
        """What the script sends while somebody types."""
        return self.browser.post(f"{self.path}/autosave", data={**self.fields, **fields})

    def see(self, answer: Any) -> str:
        """The page that an answer leads to."""
        assert answer.status_code == 303, answer.text
        shown = self.browser.get(answer.headers["location"])
        assert shown.status_code == 200, shown.text
        return shown.text


def editor_of(page: str) -> dict[str, str | list[str]]:
    """The fields of the editor as a browser reads them."""
    found = re.search(r'<form id="editor".*?</form>', page, re.DOTALL)
    if found is None:
        return {}
    form = found[0]
    fields: dict[str, str | list[str]] = {
        name: html.unescape(re.findall(rf'name="{name}" value="([^"]*)"', form)[0])
        for name in ("base", "key", "subject")
    }
    text = re.findall(r'<textarea id="body"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)[0]
    fields["body"] = html.unescape(text)
    for name in ("to", "cc"):
        fields[name] = re.findall(rf'name="{name}" value="([^"]*)" checked', form)
    return fields


def deputy(language: str) -> str:
    """Who stands in and reads this language."""
    return f"otto.{language}@kuura.example"


@contextmanager
def two(folder: Path, scenario: str = FI) -> Iterator[Pages]:
    """The sample's pages, with further account managers who stand in for the first today, one of each language."""
    first = dataclasses.asdict(load(SCENARIOS / scenario).managers[0])
    others = [
        {**first, "email": deputy(one), "name": "Otto Sijainen", "aliases": [], "language": one} for one in LANGUAGES
    ]
    with pages(folder, scenario, more={"account_managers": [first, *others]}) as site:
        now = site.house.clock()
        days = now.date(), now.date() + dt.timedelta(days=1)
        for one in LANGUAGES:
            site.site.store.add_stand_in(StandIn(site.manager, deputy(one), *days, site.manager, now))
        yield site


def record_of(site: Pages) -> FollowupRecord:
    """The follow-up as it is stored."""
    found = site.house.app.store.followup(site.house.meeting.id, site.manager)
    assert found is not None
    return found


def goes_on(site: Pages, by: dt.timedelta) -> None:
    """Time passes, and the service does what is due."""
    site.house.clock.now += by
    site.house.app.run_once(site.house.clock())


def texts_sent(site: Pages) -> list[str]:
    """What has left."""
    return [one.text for one in site.house.mailbox.sent]
