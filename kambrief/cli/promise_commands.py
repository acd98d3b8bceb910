"""``kambrief promises``. The doing is in `desk.promises`, the words in `cli.promises`."""

from typing import Annotated

import typer

from kambrief.cli import show
from kambrief.cli.options import At, Config, Json
from kambrief.cli.start import moment, start


def promises(
    config: Config = None,
    account: Annotated[str, typer.Option("--account", help="Of one customer: an id, or a part of the name.")] = "",
    whose: Annotated[str, typer.Option("--for", help="Of this account manager alone.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="What is done, moved or dropped too.")] = False,
    done: Annotated[str, typer.Option("--done", metavar="ID", help="This one is done.")] = "",
    drop: Annotated[str, typer.Option("--drop", metavar="ID", help="This one is not wanted any more.")] = "",
    move: Annotated[str, typer.Option("--move", metavar="ID", help="This one gets another day: say --to.")] = "",
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="The day, as 2026-10-16.")] = "",
    at: At = None,
    json: Json = False,
) -> None:
    """The promises made in calls, ours first, and what the CRM holds of these customers; close, move or drop one."""
    from kambrief.cli import promises as words
    from kambrief.desk import promises as ledger
    from kambrief.errors import UserError

    built = start(config)
    now = moment(at) or built.clock()
    if to and not move:
        raise UserError("--to is the new day of a promise: say --move ID as well")
    changed = words.change(built, done, drop, move, to, whose, now)
    if changed and not json:
        for said in changed:
            show.line(said)
        return
    with show.progress("Looking at the promises"):
        listed = ledger.look(built, account, whose, now, everything=everything)
    for said in listed.notes:
        show.note(said)
    if json:
        show.as_json([words.as_data(one) for one in listed.rows])
        return
    if not listed.rows:
        show.line("No promises are open." if not everything else "No promises are known.")
        return
    show.table(
        ("id", "whose", "owner", "what", "customer", "due", "state", "heard"),
        [words.cells(one) for one in listed.rows],
    )
