"""Words out of decisions: phrases, mails and prompts, all from Jinja templates.

One environment makes what people read (``templates/``), one what a model is told (``prompts/``); both are sandboxed and
strict: a name nobody gave is an error. What the sentences of a mail say is in `kambrief.phrases`.
"""

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import css_inline
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, meta
from jinja2.sandbox import SandboxedEnvironment

from kambrief.core import wording
from kambrief.core.brief import Brief, Section, Sentence
from kambrief.core.evidence import Fact
from kambrief.core.model import AccountManager
from kambrief.errors import NotFoundError, UserError
from kambrief.phrases import Phrases, Spoken, folder_of, phrase_signatures

__all__ = [
    "BlockView",
    "LineView",
    "Phrases",
    "Rendered",
    "Spoken",
    "phrase_signatures",
    "prompt_version",
    "render_brief",
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


def render_brief(brief: Brief, manager: AccountManager, today: dt.date, phrases: Phrases | None = None) -> Rendered:
    """The brief as a mail, in the brief's language and the manager's zone."""
    phrases = phrases or Phrases(brief.language)

    def say(sentences: Sequence[Sentence]) -> tuple[Spoken, ...]:
        return tuple(phrases.say(sentence, today, manager.timezone) for sentence in sentences)

    blocks = tuple(
        BlockView(
            block.section,
            phrases.label(f"title_{block.section}"),
            tuple(
                LineView(say(line.sentences), line.internal, *_source_of(line.facts, brief.facts))
                for line in block.lines
            ),
        )
        for block in brief.blocks
    )
    return _mail(
        "brief",
        phrases,
        subject=phrases.say(brief.subject, today, manager.timezone),
        preheader=blocks[0].lines[0].text if blocks else "",
        header=say(brief.header),
        blocks=blocks,
        footer=(*say(brief.footer), *(phrases.gap(gap) for gap in brief.gaps)),
        join_url=_join(brief.join_url),
    )


def render_update(
    subject: Sentence,
    changes: Sequence[Sentence],
    manager: AccountManager,
    today: dt.date,
    join_url: str = "",
    phrases: Phrases | None = None,
) -> Rendered:
    """What has changed since the brief, and nothing else. ``subject`` is the meeting's subject line."""
    return _notice("update", subject, changes, manager, today, join_url, phrases)


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
) -> Rendered:
    phrases = phrases or Phrases(manager.language)
    meeting = phrases.say(subject, today, manager.timezone)
    said = tuple(phrases.say(change, today, manager.timezone) for change in changes)
    intro = phrases.label(f"{kind}_intro")
    return _mail(
        kind,
        phrases,
        subject=phrases.label(f"{kind}_subject", subject=meeting.text),
        preheader=said[0].text if said else intro.text,
        meeting=meeting,
        intro=intro,
        changes=tuple(LineView((change,)) for change in said),
        join_url=_join(join_url),
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


def _mail(name: str, phrases: Phrases, subject: Spoken, **data: object) -> Rendered:
    data |= {"subject": subject, "language": phrases.language, "label": phrases.label}
    environment = _mail_environment()
    text = environment.get_template(f"mail/{name}.txt.jinja")
    page = environment.get_template(f"mail/{name}.html.jinja")
    return Rendered(
        subject=subject.text.replace(wording.JOINER, ""),  # no program makes links of subjects
        text=_tidy(text.render(data)),
        html=_inliner().inline(page.render(data)),
        body=_tidy(text.render(data | {"footer": ()})),
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
