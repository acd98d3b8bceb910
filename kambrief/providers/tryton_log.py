"""Writing back to Tryton: a note of the meeting, a note for each promise, a line in a deal's comment for its next step.

Tryton has no task model in these modules and no field for a key of ours. So our notes end with a mark, and it is looked
for before anything is written. A note cannot be changed: an edit is a new one that names the one it replaces.
"""

from kambrief.core.crm import Entry, EntryKind
from kambrief.errors import CallError, GoneError, ProviderError
from kambrief.ports.crm import Logged
from kambrief.providers.tryton import NAME, denied, numbers
from kambrief.providers.tryton_base import Base
from kambrief.providers.tryton_fields import DEAL, NOTE, PARTY
from kambrief.providers.tryton_json import flat, literal
from kambrief.providers.tryton_notes import read, with_next_step, worded


class Writer:
    """See `kambrief.ports.Log`."""

    def __init__(self, base: Base) -> None:
        self._base, self._tryton = base, base.tryton

    def log(self, entry: Entry, remote_id: str) -> Logged:
        """One record with this content."""
        written = _number(remote_id, "the record that was written before") if remote_id else 0
        if entry.kind is EntryKind.NEXT_STEP:
            return self._next_step(entry, written)
        return self._note(entry, written)

    def _note(self, entry: Entry, written: int) -> Logged:
        party = self._living(_number(entry.account_id, "the account"))
        if written and self._tryton.get(NOTE, written, ["id"]) is None:
            raise _gone(written)
        there = self._with_mark(entry, party)
        if written:
            there.setdefault(written, "")
        latest = max(there, default=0)
        if latest and there[latest] and self._says(there[latest], entry):
            return Logged(str(latest))
        message = worded(entry, self._base.told.timezone, latest)
        try:
            made = self._tryton.create(NOTE, {"resource": f"{PARTY},{party}", "message": message})
        except CallError as error:
            raise _explained(error) from None
        return Logged(str(made), created=not latest)

    def _with_mark(self, entry: Entry, party: int) -> dict[int, str]:
        """Notes with this mark, wherever it may have been put: a user who is no administrator may only search the notes
        of records that they name."""
        resources = [f"{PARTY},{party}"]
        resources += [f"{PARTY},{one}" for one in numbers([entry.account_id]) if one != party]
        pattern = f"%[{literal(entry.key)} %"
        rows = self._tryton.search(
            NOTE, [["resource", "in", resources], ["message", "ilike", pattern]], ["message", "create_date"]
        )
        said = {int(row["id"]): str(row.get("message") or "") for row in rows}
        return {one: message for one, message in said.items() if read(message).key == entry.key}

    def _says(self, message: str, entry: Entry) -> bool:
        return message == worded(entry, self._base.told.timezone, read(message).replaces)

    def _living(self, party: int) -> int:
        """The party, or the one that it was merged into."""
        seen: set[int] = set()
        while party not in seen:
            seen.add(party)
            row = self._tryton.get(PARTY, party, ["replaced_by"])
            if row is None:
                raise ProviderError(NAME, f"there is no party {party} any more", permanent=True)
            heir = flat(row).get("replaced_by")
            party = heir if isinstance(heir, int) else party
        return party

    def _next_step(self, entry: Entry, written: int) -> Logged:
        deal = written or _number(entry.deal_id, "the deal")
        row = self._tryton.get(DEAL, deal, ["comment"])
        if row is None:
            if written:
                raise _gone(written)
            raise ProviderError(NAME, f"there is no opportunity {deal} any more", permanent=True)
        before = str(row.get("comment") or "")
        after = with_next_step(before, entry)
        if after != before:
            try:
                self._tryton.update(DEAL, deal, {"comment": after})
            except CallError as error:
                raise _explained(error) from None
        return Logged(str(deal))


def _number(text: str, what: str) -> int:
    found = numbers([text])
    if not found:
        raise ProviderError(NAME, f"'{text[:40]}' is no id in Tryton ({what})", permanent=True)
    return found[0]


def _gone(one: int) -> GoneError:
    return GoneError(NAME, f"record {one} has been deleted in Tryton since it was written", status=404, permanent=True)


def _explained(error: CallError) -> CallError:
    """What Tryton itself says of it stands in the reason already; a refusal will be the same the next time."""
    error.permanent = error.permanent or denied(error)
    return error
