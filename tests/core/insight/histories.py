"""Histories that Hypothesis makes up, for the properties of what is computed from them."""

import datetime as dt

from hypothesis import strategies as st

from kambrief.core.customer import Activity, ActivityKind
from tests.builders import at

NOW = at("5.10. 15.00")
PEOPLE = ("C01", "C02", "C03", "C04", "C05", "C06")


def mail_out(when: dt.datetime, **more: object) -> Activity:
    """A mail of ours that expects a reply."""
    return Activity(**{"id": f"out-{when}", "account_id": "A01", "kind": ActivityKind.EMAIL, "at": when, "inbound": False,
                       "contacts": ("C02",), "sender": "elina@kuura.example", "expects_reply": True, "thread_id": "t1", **more})  # type: ignore[arg-type]  # fmt: skip


def activity(
    number: int, kind: ActivityKind, days: int, people: list[str], status: str | None, thread: str
) -> Activity:
    """One entry; ``number`` makes its id."""
    inbound = status in {"held", "connected", None} if kind is ActivityKind.EMAIL else None
    return Activity(
        id=f"a{number}", account_id="A01", kind=kind, at=NOW - dt.timedelta(days=days, hours=number),
        contacts=tuple(people), attended=tuple(people) if kind is ActivityKind.MEETING else (),
        status=status if kind in {ActivityKind.MEETING, ActivityKind.CALL} else None,
        inbound=inbound, sender=people[0] if people and inbound else None, thread_id=thread or None,
        expects_reply=status == "voicemail",
    )  # fmt: skip


HISTORIES = st.lists(
    st.tuples(
        st.sampled_from(ActivityKind),
        st.integers(-5, 400),
        st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True),
        st.sampled_from(["held", "cancelled", "connected", "voicemail", None]),
        st.sampled_from(["", "t1", "t2"]),
    ),
    max_size=25,
).map(lambda rows: [activity(number, *row) for number, row in enumerate(rows)])
