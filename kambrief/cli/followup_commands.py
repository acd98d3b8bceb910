"""``kambrief followup``. The doing is in `cli.followup`, the words in `cli.followup_words`."""

from typing import Annotated

import typer

from kambrief.cli import show
from kambrief.cli.options import At, Config, Json
from kambrief.cli.start import moment, start


def followup(
    meeting: Annotated[str, typer.Argument(help="A meeting that has begun: its id, a part of its title, or 'last'.")],
    transcript: Annotated[str, typer.Option("--transcript", help="A WebVTT file: draft from it.")] = "",
    notes: Annotated[
        str, typer.Option("--notes", help="A file with your notes: draft from them; - reads them here.")
    ] = "",
    edit: Annotated[bool, typer.Option("--edit", help="Open the text in your editor (VISUAL or EDITOR).")] = False,
    reword: Annotated[
        str,
        typer.Option("--reword", help="Have the model say it otherwise: shorter, warmer, formal, or en, fi, sv, de."),
    ] = "",
    approve: Annotated[bool, typer.Option("--approve", help="Say that it may go as it stands.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Approve it, and have your mailbox send it now.")] = False,
    sent: Annotated[bool, typer.Option("--sent", help="You have sent this text by other means.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="No follow-up is wanted.")] = False,
    restore: Annotated[
        list[str] | None, typer.Option("--restore", help="The id of something kept back that may be used after all.")
    ] = None,
    keep: Annotated[int, typer.Option("--keep", help="Of a text changed in two places: the version that holds.")] = 0,
    overrule: Annotated[bool, typer.Option("--overrule", help="Although there are warnings.")] = False,
    manager: Annotated[str, typer.Option("--for", help="Whose, when several are in the meeting.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who approves it; without: whose meeting it is.")] = "",
    config: Config = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Draft the follow-up of a meeting now, or show it; edit, approve, send or drop it.

    Nothing goes to a customer that nobody has approved. Without options it shows where the follow-up stands.
    """
    from kambrief.cli.followup import Said, work
    from kambrief.cli.followup_words import lines, told
    from kambrief.desk.place import desk

    if sum((send, sent, drop)) > 1:
        raise typer.BadParameter("say one of --send, --sent and --drop", param_hint="--send")
    built = start(config)
    now = moment(at) or built.clock()
    said = Said(
        transcript, notes, edit, reword, approve, send, sent, drop, tuple(restore or ()), keep, overrule, by
    )  # fmt: skip
    with show.progress("Looking"):
        built.before.refresh(now)
        place = desk(built, meeting, manager, now)
    record = work(place, said)
    if json:
        show.as_json(told(place, record))
    else:
        for line in lines(place, record):
            show.line(line)
    for line in dict.fromkeys(place.notes):
        show.note(line)
