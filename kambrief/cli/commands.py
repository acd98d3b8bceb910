"""Every command, its options and what it prints. The doing is elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kambrief.cli import account_commands, crm_commands, followup_commands, promise_commands, show, voice_commands
from kambrief.cli.options import At, Config, Json
from kambrief.cli.start import LOG, OPEN, configure_log, moment, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from kambrief.app import App
    from kambrief.desk.running import Pulse

app = typer.Typer(
    name="kambrief",
    help="A personal brief in the mailbox before each customer call.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
db = typer.Typer(help="The database: upgrade, backup, restore.", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(crm_commands.crm, name="crm")

MeetingName = Annotated[str, typer.Argument(help="A meeting's id or its prefix, 'next', or unique title text.")]


def _version(value: bool) -> None:
    if value:
        from kambrief import __version__

        show.line(__version__)
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell more on standard error.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log lines as JSON.")] = False,
) -> None:
    """Set up the log before any command."""
    del version
    LOG.update(verbose=verbose, log_json=log_json)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Where the mails go.")] = Path("demo-out"),
    llm: Annotated[
        str, typer.Option("--llm", help="auto: the model of [llm] or of OPENAI_API_KEY, if any; none: code alone.")
    ] = "auto",
    serve: Annotated[
        bool, typer.Option("--serve", help="Open the pages on the samples, as minutes after their calls; until Ctrl-C.")
    ] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65534, help="With --serve; 0: any that is free.")] = 8080,
    json: Json = False,
) -> None:
    """Play the sample meetings through the whole product: no configuration, no key, no network.

    A model is asked only where [llm] of config.toml or OPENAI_API_KEY names one; what it is told is invented.
    """
    from kambrief.app import default_config
    from kambrief.cli.demo_model import demo_model
    from kambrief.evaluation.play import play_demo

    if llm not in {"auto", "none"}:
        raise typer.BadParameter("say auto or none", param_hint="--llm")
    configure_log()
    model = demo_model(default_config()) if llm == "auto" else None
    if serve:
        from kambrief.cli.demo_serve import serve_demo

        serve_demo(out, model, port, json=json)
        return
    with show.progress(f"Playing the sample meetings with {model.model}" if model else "Playing the sample meetings"):
        played = play_demo(out, model=model)
    if json:
        show.as_json([mail.as_json() for mail in played])
        return
    show.table(
        ("at", "to", "words", "written by", "mail"),
        [(f"{m.at:%Y-%m-%d %H:%M}", m.recipient, str(m.words), m.written_by, m.subject) for m in played],
    )
    for said in dict.fromkeys(f"{m.scenario}: the meeting is known from {' and '.join(m.sources)}" for m in played):
        show.line(said)
    for mail in played:
        if mail.model:
            show.line(f"{mail.scenario}: {mail.model}")
    for mail in played:
        show.line(str(mail.page))
    show.line()
    show.line(f"{show.count(len(played), 'mail')}: a browser opens the .html, a mail program the .eml beside it.")
    show.line(
        "What would lie in the manager's Drafts and what the CRM would get: followup-draft.txt and crm-note.txt there."
    )


@app.command()
def init(
    path: Annotated[Path, typer.Option("--out", help="The file to write.")] = Path("config.toml"),
    email: Annotated[str, typer.Option(help="The account manager's mail address.")] = "",
    name: Annotated[str, typer.Option(help="The account manager's name.")] = "",
    calendar: Annotated[str, typer.Option(help="A calendar: .ics file, folder, or secret https address.")] = "",
    crm: Annotated[str, typer.Option(help="A folder with the CRM export; empty for none.")] = "",
    smtp: Annotated[str, typer.Option(help="Mail server; empty writes mails to ./outbox instead.")] = "",
    language: Annotated[str, typer.Option(help="Language of the briefs (en, fi, sv, de).")] = "",
    timezone: Annotated[str, typer.Option(help="IANA time zone.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; take the flags and defaults.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Ask a few questions (or take the flags) and write config.toml."""
    from kambrief.cli.first_config import Answers, write_config

    def ask(given: str, question: str, default: str) -> str:
        return given or (default if yes else str(typer.prompt(question, default=default, show_default=bool(default))))

    answers = Answers(
        email=ask(email, "Your mail address", ""),
        name=ask(name, "Your name", ""),
        calendar=ask(calendar, "Your calendar (.ics file, folder, or secret https address)", ""),
        crm=ask(crm, "Folder with the CRM export (empty: none yet)", ""),
        smtp=ask(smtp, "Mail server (empty: write mails to the folder 'outbox')", ""),
        language=ask(language, "Language of the briefs (en, fi, sv, de)", "en"),
        timezone=ask(timezone, "Time zone", "Europe/Helsinki"),
    )
    for said in write_config(path, answers, force=force):
        show.line(said)


@app.command()
def check(config: Config = None, json: Json = False) -> None:
    """Check the configuration and each connection, and say what to do about what is wrong."""
    found = start(config)
    with show.progress("Asking each connection"):
        healths = found.check(found.clock())
    ok = all(health.ok for health in healths)
    if json:
        show.as_json(
            {
                "ok": ok,
                "connections": [
                    {"name": h.name, "ok": h.ok, "summary": h.summary, "advice": h.advice} for h in healths
                ],
            }
        )
    else:
        for health in healths:
            show.line(f"{show.mark(health.ok)} {health.name}: {health.summary}")
            if health.advice:
                show.line(f"     → {health.advice}")
    raise typer.Exit(0 if ok else 1)


@app.command()
def run(config: Config = None) -> None:
    """Run the service: read calendars, write and send briefs, until stopped (Ctrl-C or SIGTERM)."""
    from kambrief.app import TICK_SECONDS
    from kambrief.desk.running import Pulse
    from kambrief.engine.local import LocalEngine

    built = start(config)
    current, first, pulse = [built], [True], Pulse()

    def tick() -> None:
        current[0] = current[0].renewed()
        with pulse.passing(built.store, built.clock()):
            counts = current[0].run_once(collect_now=first[0])
        first[0] = False
        said = show.counts(counts)
        if said:
            show.note(f"{built.clock():%Y-%m-%d %H:%M:%SZ} {said}")

    engine = LocalEngine(tick, TICK_SECONDS, built.clock, built.stopping)
    if built.settings.web:
        # Before the first tick: vendors ask back while it subscribes to their changes.
        _listen(lambda: current[0], engine.wake, pulse)
    show.note(f"Kambrief is running for {', '.join(built.managers)}. Stop it with Ctrl-C.")
    engine.run_forever()


def _listen(current: "Callable[[], App]", wake: "Callable[[], None]", pulse: "Pulse | None" = None) -> None:
    from kambrief.web.server import web_server

    server = OPEN.enter_context(web_server(current, wake, pulse))
    web = current().settings.web
    outside = f", which is {web.public_url} outside" if web and web.public_url else ""
    show.note(f"Pages and vendors' hooks are answered on {server.address}{outside}.")


@app.command()
def serve(config: Config = None) -> None:
    """The web part of 'run' alone: take in what vendors tell, for a 'run' or 'once' elsewhere on the same database."""
    from kambrief.app import TICK_SECONDS
    from kambrief.engine.local import LocalEngine

    def nothing() -> None:
        """What is taken in waits in the database; whoever works looks there."""

    built = start(config)
    _listen(lambda: built, nothing)
    show.note("Stop it with Ctrl-C.")
    LocalEngine(nothing, TICK_SECONDS, built.clock, built.stopping).run_forever()  # it knows how to wait for a signal


@app.command()
def once(config: Config = None, at: At = None, json: Json = False) -> None:
    """Do all due work once, then exit; print what was done. With --at what is due by then is sent now, for real."""
    when = moment(at)
    built = start(config)
    with show.progress("Working"):
        counts = built.run_once(when)
    if json:
        show.as_json(dict(counts))
    else:
        show.line(show.counts(counts) or "nothing to do")


@app.command()
def meetings(
    config: Config = None,
    days: Annotated[int, typer.Option("--days", help="How far ahead.")] = 7,
    at: At = None,
    json: Json = False,
) -> None:
    """Upcoming meetings as Kambrief understands them, with the state of each brief."""
    import datetime as dt

    from kambrief.cli.meetings import listed

    built = start(config)
    now = moment(at) or built.clock()
    with show.progress("Reading the calendars"):
        built.before.refresh(now)
    rows = listed(built, now, now + dt.timedelta(days=days))
    if json:
        show.as_json([row.as_json() for row in rows])
        return
    show.table(
        ("id", "when", "title", "guests", "platform", "brief"),
        [(row.id[:8], row.when, row.title, show.first(row.guests), row.platform, row.state) for row in rows],
    )


@app.command()
def brief(
    meeting: MeetingName,
    config: Config = None,
    html: Annotated[bool, typer.Option("--html", help="The mail's HTML.")] = False,
    text: Annotated[bool, typer.Option("--text", help="The mail's text (default).")] = False,
    json: Json = False,
    send: Annotated[bool, typer.Option("--send", help="Also mail it, in place of the scheduled brief.")] = False,
    again: Annotated[bool, typer.Option("--again", help="With --send: although it went out before.")] = False,
    at: At = None,
    manager: Annotated[str, typer.Option("--for", help="Whose brief, when several are in the meeting.")] = "",
) -> None:
    """Write one brief now."""
    from kambrief.cli.meetings import brief_json
    from kambrief.desk.meetings import meeting_of, write_now

    del text
    built = start(config)
    now = moment(at) or built.clock()
    with show.progress("Writing"):
        found, reader = meeting_of(built, meeting, manager, now)
        written = write_now(built, found, reader, now, send=send, again=again)
    if json:
        show.as_json(brief_json(written))
    elif html:
        show.line(written.rendered.html)
    else:
        show.line(written.rendered.subject)
        show.line()
        show.line(written.rendered.text.rstrip())
    if send:
        show.note(f"Sent to {reader.email}. It stands for the scheduled brief: from now on only changes are mailed.")


@app.command()
def why(meeting: MeetingName, config: Config = None, at: At = None, json: Json = False) -> None:
    """Why a brief, why none, which rule joined whom, which facts went in or stayed out, what a model was sent."""
    from kambrief.cli.why import lines
    from kambrief.desk.why import explain

    built = start(config)
    now = moment(at) or built.clock()
    with show.progress("Looking"):
        built.before.refresh(now)
        told = explain(built, built.find_meeting(meeting, now), now)
    if json:
        show.as_json(told)
        return
    for said in lines(told):
        show.line(said)


@app.command()
def match(
    attendee: Annotated[str, typer.Argument(help="The attendee's mail address.")],
    to: Annotated[str, typer.Option("--to", help="Contact or account id; '' forgets an earlier correction.")],
    config: Config = None,
) -> None:
    """Correct who an attendee is; remembered for all later briefs."""
    from kambrief.cli.meetings import corrected
    from kambrief.desk.meetings import correct

    built = start(config)
    show.line(corrected(correct(built, attendee, to, built.clock())))


@app.command()
def feedback(
    meeting: Annotated[str, typer.Argument(help="A meeting as elsewhere; without: what was said so far.")] = "",
    section: Annotated[str, typer.Argument(help="one_thing, people, since, promises, relationship, …")] = "",
    verdict: Annotated[str, typer.Argument(help="useful, not, wrong, or undo.")] = "",
    config: Config = None,
    manager: Annotated[str, typer.Option("--for", help="Whose brief, when several are in the meeting.")] = "",
    at: At = None,
    json: Json = False,
) -> None:
    """Say of a brief's section that it was useful, not useful or wrong; or list what was said and what it changes."""
    from kambrief.cli.feedback import done, lines
    from kambrief.desk.feedback import judge, listed
    from kambrief.desk.meetings import meeting_of

    built = start(config)
    now = moment(at) or built.clock()
    readers = [one for one in built.managers.values() if not manager or one.is_address(manager)]
    if meeting:
        found, reader = meeting_of(built, meeting, manager, now)
        judged, readers = judge(built, found, reader, section, verdict, now), [reader]
        if not json:
            show.line(done(judged, found, reader))
            return
    told = listed(built, readers, now)
    if json:
        show.as_json(told)
        return
    for said in lines(told):
        show.line(said)


app.command()(account_commands.accounts)
app.command()(account_commands.account)
app.command()(followup_commands.followup)
app.command()(promise_commands.promises)
app.command()(voice_commands.voice)


@app.command()
def rehearse(
    config: Config = None,
    days: Annotated[int, typer.Option("--days", help="How far back.")] = 7,
    out: Annotated[Path, typer.Option("--out", help="Where the briefs go.")] = Path("rehearsal"),
    at: At = None,
    json: Json = False,
) -> None:
    """Last week's meetings as if Kambrief had been there: briefs in a folder, nothing sent."""
    from kambrief.desk.rehearsal import rehearse_past

    built = start(config)
    with show.progress("Writing last week's briefs"):
        rows = rehearse_past(built, moment(at) or built.clock(), days, out)
    if json:
        show.as_json(rows)
        return
    show.table(("when", "title", "brief"), [(row["when"], row["title"], row["file"] or row["reason"]) for row in rows])
    show.line(f"{show.count(sum(bool(row['file']) for row in rows), 'brief')} in {out}/. Nothing was sent.")


@app.command("eval")
def evaluate(
    folders: Annotated[list[Path], typer.Argument(help="Scenario folders.")],
    llm: Annotated[
        str, typer.Option("--llm", help="none: code alone; config: the model of the configuration.")
    ] = "none",
    strip_tags: Annotated[bool, typer.Option("--strip-tags", help="Empty every tags field first.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the texts here.")] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Play scenarios and score what comes out."""
    from kambrief.evaluation.play import evaluate_all

    if llm not in {"none", "config"}:
        raise typer.BadParameter("say none or config", param_hint="--llm")
    model = None
    if llm == "config":
        from kambrief.app import default_config
        from kambrief.errors import UserError
        from kambrief.settings import load

        model = load(config or default_config()).llm
        if model is None:
            raise UserError("--llm config: the configuration has no [llm] section; add one or say --llm none")
    configure_log()
    with show.progress("Playing scenarios"):
        results = evaluate_all(folders, model, strip_tags=strip_tags, out=out)
    if json:
        show.as_json(results)
        return
    for row in results:
        score = row["brief"]
        show.line(
            f"{row['scenario']}: must mention {score['must_mention']['hit']}/{score['must_mention']['of']}"
            f" (missed {', '.join(score['must_mention']['missed']) or 'none'}), must not {score['must_not']['hit']},"
            f" unsupported {score['unsupported']}, {score['words']} words, written by {row['written_by']}"
        )


@db.command()
def upgrade(config: Config = None) -> None:
    """Bring the database to this version's schema (also done at each start)."""
    start(config)
    show.line("The database is up to date.")


@db.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write.")], config: Config = None) -> None:
    """A consistent copy, also while the service runs."""
    from kambrief.app import database_url, default_config
    from kambrief.settings import load
    from kambrief.store.backup import backup as copy

    copy(database_url(load(config or default_config())), target)
    show.line(f"Backup written to {target}.")


@db.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file written by 'db backup'.")],
    config: Config = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the present database.")] = False,
) -> None:
    """Put a backup in place. Stop the service first."""
    from kambrief.app import database_url, default_config
    from kambrief.settings import load
    from kambrief.store.backup import restore as copy

    copy(source, database_url(load(config or default_config())), force=force)
    show.line(f"Restored from {source}.")
