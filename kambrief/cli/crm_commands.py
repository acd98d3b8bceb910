"""``kambrief crm``: what is written to the CRM. The doing is in `desk.crm`, the words in `cli.crm_log`."""

from typing import Annotated

import typer

from kambrief.cli import show
from kambrief.cli.options import At, Config, Json
from kambrief.cli.start import moment, start

crm = typer.Typer(help="The CRM: log what was agreed, see what was written.", no_args_is_help=True)


@crm.callback()
def root() -> None:
    """The CRM: log what was agreed, see what was written."""


@crm.command()
def fields(
    config: Config = None,
    table: Annotated[str, typer.Option("--table", "-t", help="Only what is read as this table of ours.")] = "",
    json: Json = False,
) -> None:
    """The fields that the CRM has, and which of them are read: for the mapping in the configuration."""
    from kambrief.cli.crm_fields import COLUMNS, as_json, cells, found
    from kambrief.core.customer import TABLES

    if table and table not in TABLES:
        raise typer.BadParameter(f"there is no '{table}'; there are {', '.join(TABLES)}", param_hint="--table")
    with show.progress("Asking for the fields"):
        rows, notes = found(start(config).crm, table)
    for said in notes:
        show.note(said)
    if json:
        show.as_json([as_json(source, field) for source, field in rows])
        return
    show.table(COLUMNS, [cells(source, field) for source, field in rows])


@crm.command()
def log(
    meeting: Annotated[str, typer.Argument(help="A meeting that has begun: its id, a part of its title, or 'last'.")],
    note: Annotated[str, typer.Option("--note", help="A file with the note of the meeting; - reads it here.")] = "",
    task: Annotated[
        list[str] | None, typer.Option("--task", help="'2026-10-12: text', or 'ID=2026-10-12: text' to change one.")
    ] = None,
    done: Annotated[list[str] | None, typer.Option("--done", help="The id of a task that is done.")] = None,
    withdraw: Annotated[
        list[str] | None, typer.Option("--withdraw", help="The id of a record that is not to be written any more.")
    ] = None,
    next_step: Annotated[str, typer.Option("--next-step", help="What comes next in the deal.")] = "",
    deal: Annotated[str, typer.Option("--deal", help="The deal's id; needed when several are open.")] = "",
    account: Annotated[str, typer.Option("--account", help="The account's id; needed with several customers.")] = "",
    manager: Annotated[str, typer.Option("--for", help="Whose meeting, when several are in it.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who approves it; without: whose meeting it is.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show each record and write nothing.")] = False,
    config: Config = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Write what came out of a meeting to the CRM: a note, tasks, the deal's next step. Whoever runs it approves it.

    What was written before is changed, never doubled: the note is one record a meeting, a task with the same words or
    the id that 'crm writes' shows is the same task. What is not mentioned stays as it is.
    """
    from kambrief.cli import crm_log
    from kambrief.cli.notes import read_note
    from kambrief.core.logbook import WriteState
    from kambrief.desk import crm as desk
    from kambrief.desk.finding import held
    from kambrief.errors import UserError

    built = start(config)
    now = moment(at) or built.clock()
    said = desk.Said(
        read_note(note) if note else "", tuple(task or ()), tuple(done or ()), tuple(withdraw or ()),
        next_step.strip(), deal, account, by,
    )  # fmt: skip
    with show.progress("Looking"):
        built.before.refresh(now)
        found = held(built, meeting, now)
        readers = [one for one in built.readers(found) if not manager or one.is_address(manager)]
        if len(readers) != 1:
            who = ", ".join(one.email for one in built.readers(found))
            raise UserError(f"Whose meeting is it? Say --for, one of {who}")
        asked, notes = desk.approval(built, found, readers[0], said, now)
    for line in notes:
        show.note(line)
    if dry_run:
        steps = desk.foreseen(desk.mine(built, found, readers[0]), asked)
        if json:
            show.as_json([crm_log.step_json(step) for step in steps])
            return
        for line in crm_log.foreseen_lines(steps):
            show.line(line)
        return
    with show.progress("Writing"):
        rows = desk.log_now(built, asked, now)
    if json:
        show.as_json([desk.as_json(row) for row in rows])
    else:
        show.line(f"'{found.title}' of {found.start:%Y-%m-%d}, approved by {asked.by}:")
        for row in rows:
            show.line(f"  {desk.told(row)}")
    for row in rows:
        if todo := crm_log.advice(row, desk.recording(built)):
            show.note(f"{row.short}: {todo}")
    raise typer.Exit(1 if any(row.state in {WriteState.FAILED, WriteState.GONE} for row in rows) else 0)


@crm.command()
def writes(
    config: Config = None,
    retry: Annotated[bool, typer.Option("--retry", help="Try now what failed or waits.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="What was written, too.")] = False,
    at: At = None,
    json: Json = False,
) -> None:
    """What is to be written to the CRM: what waits and what failed, with what to do about it; with --all everything."""
    from collections import Counter

    from kambrief.cli import crm_log
    from kambrief.desk import crm as desk

    built = start(config)
    now = moment(at) or built.clock()
    doing = desk.recording(built)
    if retry:
        again = built.store.retry_writes(now)
        counts: Counter[str] = Counter()
        with show.progress("Writing"):
            doing.work(now, counts)
        what = show.counts(counts) or doing.hindrance or "none is due before a minute after its last try"
        show.note(
            f"{show.count(again, 'record')} to be tried again: {what}" if again else "Nothing is to be tried again."
        )
    rows = [row for row in built.store.writes() if all_ or crm_log.is_open(row)]
    if json:
        show.as_json([{**desk.as_json(row), "advice": crm_log.advice(row, doing)} for row in rows])
        return
    if not rows:
        show.line("Nothing waits and nothing failed." if not all_ else "Nothing was ever approved.")
        return
    show.table(crm_log.COLUMNS, [crm_log.cells(row, doing) for row in rows])
