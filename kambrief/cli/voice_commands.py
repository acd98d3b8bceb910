"""``kambrief voice``. The doing is in `desk.voices`, the words in `cli.voice`."""

from typing import Annotated

import typer

from kambrief.cli import show
from kambrief.cli.options import Config, Json
from kambrief.cli.start import start


def voice(
    config: Config = None,
    whose: Annotated[str, typer.Option("--for", help="Which account manager, where there are several.")] = "",
    language: Annotated[str, typer.Option("--language", help="en, fi, sv or de; else all, or the manager's own.")] = "",
    formal: Annotated[
        bool, typer.Option("--formal", help="The voice for customers who are addressed formally.")
    ] = False,
    put: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Set a habit by hand, for example 'greeting=Moi {names},'."),
    ] = None,
    unset: Annotated[list[str] | None, typer.Option("--unset", metavar="KEY", help="Learn this habit again.")] = None,
    on: Annotated[bool | None, typer.Option("--on/--off", help="Whether drafts are written in this voice.")] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Delete the voice and the edits behind it.")] = False,
    json: Json = False,
) -> None:
    """How an account manager writes, as learned from what they changed in drafts: show it, set it, switch it off."""
    from kambrief.cli import voice as profile
    from kambrief.desk import voices as desk

    built = start(config)
    manager = desk.manager_of(built, whose)
    if forget:
        gone = desk.forget(built, manager, language)
        if not json:
            show.line(f"Forgotten: {show.count(gone, 'voice')} of {manager.email}, and the edits behind.")
            return
    elif put or unset or on is not None:
        desk.change(built, manager, language, formal=formal, put=put or (), unset=unset or (), on=on)
    voices = desk.look(built, manager, language)
    if json:
        show.as_json([profile.as_data(one) for one in voices])
        return
    for said in profile.lines(manager, voices):
        show.line(said)
