"""A follow-up and its promises as they are kept, and as they lie in a mailbox."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kambrief.core.agreed import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.drafting import FollowupRecord, Place, Version
from kambrief.core.followup import Addressee, Followup
from kambrief.core.model import AccountManager
from kambrief.ports.mailbox import DraftMail, Found
from kambrief.store.codec import Codec

FOLLOWUP = Codec(Followup)
AGREED = Codec(Agreed)
PROMISED: Codec[tuple[Promised, ...]] = Codec(tuple[Promised, ...])


def as_json(followup: Followup) -> str:
    """To be kept in ``FollowupRecord.composed``."""
    return FOLLOWUP.encode(followup)


def followup_in(record: FollowupRecord) -> Followup:
    """The follow-up as it was composed."""
    return FOLLOWUP.decode(record.composed)


def followup_of(record: FollowupRecord, body: str) -> Followup:
    """The follow-up as composed in the language of a text: the one that most lines of the text are from."""
    own, rows = followup_in(record), {" ".join(row.split()) for row in body.splitlines()}

    def there(followup: Followup) -> int:
        return sum(" ".join(row.split()) in rows for row in followup.body.splitlines() if row.strip())

    others = (FOLLOWUP.decode(one) for one in record.translated)
    return max((own, *others), key=there) if record.translated else own


def language_of(record: FollowupRecord, body: str) -> str:
    """The language of a text of this follow-up."""
    return followup_of(record, body).language if record.translated else record.language


def with_translation(record: FollowupRecord, followup: Followup) -> FollowupRecord:
    """With the follow-up in another language, which takes the place of an earlier one in that language."""
    kept = [one for one in record.translated if FOLLOWUP.decode(one).language != followup.language]
    return replace(record, translated=(*kept, as_json(followup)))


def with_receipts(
    record: FollowupRecord, receipts: Sequence[Mapping[str, object]], told: str, at: dt.datetime
) -> FollowupRecord:
    """With calls of a model, made at ``at``, beside those it was drafted with. ``told``: what they were for, and what
    was wrong.
    """
    why = why_of(record)
    before, problems = why.get("model"), why.get("model_problems")
    why["model"] = [*(before if isinstance(before, list) else []), *({**one, "at": at.isoformat()} for one in receipts)]
    why["model_problems"] = [*(problems if isinstance(problems, list) else []), *([told] if told else [])]
    return replace(record, why=json.dumps(why, ensure_ascii=False))


def promised_json(promised: Sequence[Promised]) -> str:
    """To be kept in ``FollowupRecord.promised``."""
    return PROMISED.encode(tuple(promised))


def promised_in(record: FollowupRecord) -> tuple[Promised, ...]:
    """The promises it was composed from."""
    return PROMISED.decode(record.promised) if record.promised else ()


def agreed_json(agreed: Agreed) -> str:
    """To be kept in ``FollowupRecord.agreed``."""
    return AGREED.encode(agreed)


def agreed_in(record: FollowupRecord) -> Agreed:
    """What else the call came to."""
    return AGREED.decode(record.agreed) if record.agreed else Agreed()


def version_of(followup: Followup, at: dt.datetime) -> Version:
    """The text as code wrote it."""
    return Version(1, Place.CODE, at, followup.subject, followup.body, _ticked(followup.to), _ticked(followup.cc))


def _ticked(people: Sequence[Addressee]) -> tuple[str, ...]:
    return tuple(one.email for one in people if one.ticked and one.email)


def found_version(found: Found, base: int, at: dt.datetime) -> Version:
    """What somebody has left in the mailbox, or sent from it."""
    return Version(0, Place.MAILBOX, found.at or at, found.subject, found.text, found.to, found.cc, base)


def draft_mail(record: FollowupRecord, version: Version, manager: AccountManager, thread: tuple[str, ...]) -> DraftMail:
    """A version as it is to lie in the mailbox. The date is that of the draft, so that each try writes the same."""
    names = {one.email.casefold(): one.name for some in _people(record) for one in some}

    def named(addresses: Sequence[str]) -> tuple[tuple[str, str], ...]:
        return tuple((names.get(one.casefold(), ""), one) for one in addresses)

    return DraftMail(
        message_id=record.message_id, subject=version.subject, text=version.body, to=named(version.to),
        cc=named(version.cc), language=language_of(record, version.body), date=version.at, thread=thread,
        sender_name=manager.name,
    )  # fmt: skip


def _people(record: FollowupRecord) -> tuple[tuple[Addressee, ...], ...]:
    if not record.composed:
        return ()
    followup = followup_in(record)
    return followup.to, followup.cc


def why_of(record: FollowupRecord) -> dict[str, object]:
    """What ``kambrief why`` tells of a follow-up."""
    found = json.loads(record.why) if record.why else {}
    return found if isinstance(found, dict) else {}


def restored_in(record: FollowupRecord) -> frozenset[str]:
    """Ids of the exchanges that were kept back and that the manager has let in."""
    found = why_of(record).get("restored")
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def account_name_in(record: FollowupRecord) -> str:
    """The customer's name as it was when the follow-up was drafted; empty where none was certain."""
    account = why_of(record).get("account")
    return str(account.get("name") or "") if isinstance(account, Mapping) else ""
