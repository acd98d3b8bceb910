"""A manager's voices, learned anew from the follow-ups they have sent."""

import datetime as dt
from dataclasses import dataclass

from kambrief.core.model import AccountManager
from kambrief.core.voice import Edited, Voice, form_of
from kambrief.core.voice_learning import learn
from kambrief.ports import Store


@dataclass(frozen=True, slots=True)
class Habits:
    """Where edits and voices are kept."""

    store: Store

    def learn(self, manager: AccountManager, now: dt.datetime) -> None:
        """From all edits: one voice for each language and form of address. Raises `KambriefError` when the store
        fails.
        """
        del now  # an edit's own time says how much it weighs
        edits = self.store.edits(manager.email)
        known = {(one.language, one.address_form): one for one in self.store.voices(manager.email)}
        for language, form in dict.fromkeys(map(_kind, edits)):
            current = known.get((language, form)) or Voice(manager.email, language, form)
            voice = learn(edits, current)
            if voice != current:
                self.store.save_voice(voice)


def _kind(edit: Edited) -> tuple[str, str]:
    return edit.language, form_of(edit.address_form)
