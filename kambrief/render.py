"""Words out of decisions: phrases, mails and prompts, all from Jinja templates.

One environment makes what people read (``templates/``), one what a model is told (``prompts/``); both are sandboxed and
strict: a name nobody gave is an error. What the sentences of a mail say is in `kambrief.phrases`.
"""

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import css_inline
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, meta
from jinja2.sandbox import SandboxedEnvironment

from kambrief.core import wording
from kambrief.core.brief import Bar, Brief, Kind, Line, Picture, PictureKind, Section, Sentence
from kambrief.core.digest import Digest, Entry
from kambrief.core.evidence import Fact
from kambrief.core.model import AccountManager
from kambrief.errors import NotFoundError, UserError
from kambrief.phrases import Phrases, Spoken, folder_of, phrase_signatures

__all__ = [
    "BlockView",
    "LineView",
    "Phrases",
    "PictureView",
    "Rendered",
    "Spoken",
    "phrase_signatures",
    "pictured",
    "prompt_version",
    "render_brief",
    "render_digest",
    "render_prompt",
    "render_update",
    "render_void",
    "safe_link",
]


# --- mails ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's words: subject, plain text (one statement a line), HTML with inlined styles."""

    subject: str
    text: str
    html: str
    body: str
    """The plain text without the footer: what limits of length are measured on."""


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as the mail templates see it. ``link`` opens the record it rests on."""

    sentences: tuple[Spoken, ...]
    internal: bool = False
    link: str = ""
    source: str = ""
    """What the link leads to, for those who do not see the arrow."""

    @property
    def text(self) -> str:
        """All of it, without labels."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class BlockView:
    """A section as the mail templates see it."""

    section: Section
    title: Spoken
    lines: tuple[LineView, ...]
    pictures: tuple["PictureView", ...] = ()

    @property
    def suggested(self) -> bool:
        """Whether these are questions of which some are a model's: the title says so, once for all of them."""
        return self.section is Section.QUESTIONS and any(
            sentence.kind is Kind.READING for line in self.lines for sentence in line.sentences
        )


@dataclass(frozen=True, slots=True)
class PictureRowView:
    """A row of a picture as the mail templates see it."""

    label: Spoken
    bars: tuple[Bar, ...]
    figure: Spoken | None = None


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture as the mail templates see it. ``alt`` is all that it shows, in words."""

    kind: PictureKind
    title: Spoken
    alt: str
    rows: tuple[PictureRowView, ...]
    ends: tuple[Spoken, ...]

    @property
    def dips(self) -> bool:
        """Whether some bar goes below zero."""
        return any(bar.negative for row in self.rows for bar in row.bars)


def pictured(picture: Picture, say: Callable[[Sentence], Spoken]) -> PictureView:
    """The picture with its words."""
    rows = tuple(
        PictureRowView(say(row.label), row.bars, say(row.figure) if row.figure else None) for row in picture.rows
    )
    alt = " ".join(say(one).text for one in (picture.alt, *(row.alt for row in picture.rows if row.alt)))
    # Serialisers leave angle brackets in attributes as they are; harmless there, but not everybody's parser knows.
    alt = alt.replace("<", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}").replace(
        ">", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    )
    return PictureView(picture.kind, say(picture.title), alt, rows, tuple(map(say, picture.ends)))


def safe_link(url: str) -> str:
    """The link if it is plain ``http(s)`` to a host, else nothing."""
    if re.search(r"[\s\x00-\x1f\x7f<>\"'`\\]", url):
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        return ""
    return url if usable else ""


def _join(url: str) -> str:
    return url if url.startswith("https://") and safe_link(url) else ""


def render_brief(
    brief: Brief, manager: AccountManager, today: dt.date, phrases: Phrases | None = None, *, open_url: str = ""
) -> Rendered:
    """The brief as a mail, in the brief's language and the manager's zone. ``open_url``: the same on our pages."""
    phrases = phrases or Phrases(brief.language)

    def say(sentence: Sentence) -> Spoken:
        return phrases.say(sentence, today, manager.timezone)

    blocks = _blocks(brief, phrases, say)
    return mail(
        "brief",
        phrases,
        subject=say(brief.subject),
        preheader=blocks[0].lines[0].text if blocks else "",
        header=tuple(map(say, brief.header)),
        blocks=blocks,
        footer=(*map(say, brief.footer), *(phrases.gap(gap) for gap in brief.gaps)),
        join_url=_join(brief.join_url),
        open_url=open_url,
    )


def brief_body(brief: Brief, phrases: Phrases, say: Callable[[Sentence], Spoken]) -> str:
    """The plain text without subject and footer: what the budget counts, without the cost of a whole mail."""
    data = {
        "header": tuple(map(say, brief.header)),
        "blocks": _blocks(brief, phrases, say),
        "footer": (),
        "join_url": _join(brief.join_url),
        "open_url": "",
        "label": phrases.label,
    }
    return _tidy(_mail_environment().get_template("mail/brief.txt.jinja").render(data))


def _blocks(brief: Brief, phrases: Phrases, say: Callable[[Sentence], Spoken]) -> tuple[BlockView, ...]:
    return tuple(
        BlockView(
            block.section,
            phrases.label(f"title_{block.section}"),
            tuple(
                LineView(tuple(map(say, line.sentences)), line.internal, *_source_of(line.facts, brief.facts))
                for line in block.lines
            ),
            tuple(pictured(picture, say) for picture in brief.pictures if picture.section is block.section),
        )
        for block in brief.blocks
    )


@dataclass(frozen=True, slots=True)
class EntryView:
    """A meeting in a digest's overview as the mail templates see it."""

    head: Spoken
    one_thing: tuple[LineView, ...]
    deciders: Spoken | None
    promises: tuple[LineView, ...]
    join_url: str
    open_url: str = ""


@dataclass(frozen=True, slots=True)
class BriefView:
    """A whole brief in a digest as the mail templates see it. ``head`` is that of its entry."""

    head: Spoken
    header: tuple[Spoken, ...]
    blocks: tuple[BlockView, ...]
    footer: tuple[Spoken, ...]
    join_url: str


def render_digest(
    digest: Digest, manager: AccountManager, today: dt.date, phrases: Phrases | None = None,
    open_urls: Mapping[str, str] | None = None,
) -> Rendered:  # fmt: skip
    """The day's meetings as one mail: the overview, and below it the whole briefs if the digest has them.
    ``open_urls``: meeting → its brief on our pages.

    Without their pictures: they say nothing that the text does not, and a long mail is clipped by some programs.
    """
    phrases = phrases or Phrases(digest.language)

    def say(sentence: Sentence) -> Spoken:
        return phrases.say(sentence, today, manager.timezone)

    entries = tuple(_entry(entry, say, (open_urls or {}).get(entry.meeting_id, "")) for entry in digest.entries)
    heads = {entry.meeting_id: view.head for entry, view in zip(digest.entries, entries, strict=True)}
    briefs = tuple(
        BriefView(
            heads[brief.meeting_id],
            tuple(map(say, brief.header[1:])),  # the head says what its first sentence does
            _blocks(replace(brief, pictures=()), phrases, say),
            (*map(say, brief.footer), *map(phrases.gap, brief.gaps)),
            _join(brief.join_url),
        )
        for brief in digest.briefs
    )
    return mail(
        "digest",
        phrases,
        subject=say(digest.subject),
        preheader=" · ".join(view.head.text for view in entries),
        headline=say(digest.headline),
        entries=entries,
        briefs=briefs,
        footer=(*(() if briefs else (phrases.label("digest_written"),)), *map(phrases.gap, digest.gaps)),
    )


def _entry(entry: Entry, say: Callable[[Sentence], Spoken], open_url: str) -> EntryView:
    def lines(some: Sequence[Line]) -> tuple[LineView, ...]:
        return tuple(
            LineView(tuple(map(say, line.sentences)), line.internal, *_source_of(line.facts, entry.facts))
            for line in some
        )

    return EntryView(
        say(entry.head),
        lines(entry.one_thing),
        say(entry.deciders) if entry.deciders else None,
        lines(entry.promises),
        _join(entry.join_url),
        open_url,
    )


def render_update(
    subject: Sentence,
    changes: Sequence[Sentence],
    manager: AccountManager,
    today: dt.date,
    join_url: str = "",
    phrases: Phrases | None = None,
    *,
    open_url: str = "",
) -> Rendered:
    """What has changed since the brief, and nothing else. ``subject`` is the meeting's subject line."""
    return _notice("update", subject, changes, manager, today, join_url, phrases, open_url)


def render_void(
    subject: Sentence,
    changes: Sequence[Sentence],
    manager: AccountManager,
    today: dt.date,
    phrases: Phrases | None = None,
) -> Rendered:
    """The meeting is off. ``changes`` may say more; without them the notice stands alone."""
    return _notice("void", subject, changes, manager, today, "", phrases)


def _notice(
    kind: str,
    subject: Sentence,
    changes: Sequence[Sentence],
    manager: AccountManager,
    today: dt.date,
    join_url: str,
    phrases: Phrases | None,
    open_url: str = "",
) -> Rendered:
    phrases = phrases or Phrases(manager.language)
    meeting = phrases.say(subject, today, manager.timezone)
    said = tuple(phrases.say(change, today, manager.timezone) for change in changes)
    intro = phrases.label(f"{kind}_intro")
    return mail(
        kind,
        phrases,
        subject=phrases.label(f"{kind}_subject", subject=meeting.text),
        preheader=said[0].text if said else intro.text,
        meeting=meeting,
        intro=intro,
        changes=tuple(LineView((change,)) for change in said),
        join_url=_join(join_url),
        open_url=open_url,
    )


def _source_of(ids: Sequence[str], facts: Mapping[str, Fact]) -> tuple[str, str]:
    """The first evidence of a line that can be opened, and what it is called."""
    for fact_id in ids:
        if fact_id in facts and (link := safe_link(facts[fact_id].source.link)):
            source = facts[fact_id].source
            return link, wording.plain(source.label or source.record_id)
    return "", ""


@functools.cache
def _mail_environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(
        loader=FileSystemLoader(folder_of("templates")),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".html.jinja"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@functools.cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def mail(name: str, phrases: Phrases, subject: Spoken, **data: object) -> Rendered:
    """``templates/mail/<name>`` filled with ``data``, in the words of ``phrases``. ``open_url`` leads to our pages; the
    body that is measured does not have it.
    """
    data = {"open_url": ""} | data | {"subject": subject, "language": phrases.language, "label": phrases.label}
    environment = _mail_environment()
    text = environment.get_template(f"mail/{name}.txt.jinja")
    page = environment.get_template(f"mail/{name}.html.jinja")
    return Rendered(
        subject=subject.text.replace(wording.JOINER, ""),  # no program makes links of subjects
        text=_tidy(text.render(data)),
        html=_inliner().inline(page.render(data)),
        body=_tidy(text.render(data | {"footer": (), "open_url": ""})),
    )


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


# --- prompts -------------------------------------------------------------------------------------------------------


@functools.cache
def _prompt_environment(folder: Path) -> SandboxedEnvironment:
    return SandboxedEnvironment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render_prompt(name: str, folder: Path | None = None, /, **data: Any) -> str:
    """What a model is told: ``brief.system`` is ``prompts/brief.system.jinja`` filled with ``data``.

    Raises `NotFoundError` when there is no such file, `UserError` when it cannot be filled.
    """
    folder = folder or folder_of("prompts")
    try:
        return _prompt_environment(folder).get_template(f"{name}.jinja").render(data)
    except TemplateNotFound as error:
        raise NotFoundError(f"There is no prompt {folder / name}.jinja: reinstall, or restore the file") from error
    except TemplateError as error:
        raise UserError(f"{folder / name}.jinja cannot be filled ({error}); compare the shipped file") from error


def prompt_version(name: str, folder: Path | None = None) -> str:
    """SHA-256 over the prompt's file and every file it takes in, so that an answer can be traced to its words."""
    folder = folder or folder_of("prompts")
    environment = _prompt_environment(folder)
    digest, waiting, seen = hashlib.sha256(), [f"{name}.jinja"], set[str]()
    while waiting:
        file = waiting.pop(0)
        if file in seen:
            continue
        seen.add(file)
        path = folder / file
        if not path.is_file():
            raise NotFoundError(f"There is no prompt {path}: reinstall, or restore the file")
        source = path.read_text(encoding="utf-8")
        digest.update(f"{file}\0{source}\0".encode())
        waiting += sorted(filter(None, meta.find_referenced_templates(environment.parse(source))))
    return digest.hexdigest()
