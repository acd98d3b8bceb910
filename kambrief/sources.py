"""Customer data out of the configuration: one CRM, or all sources put together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from kambrief.core.combine import By
from kambrief.errors import UserError
from kambrief.pipeline.combined import Combined
from kambrief.pipeline.combining import Source, of_a_bi
from kambrief.ports import Crm
from kambrief.providers import find
from kambrief.settings import CombineSection, Settings, Table, anchored, section


def customer_data(settings: Settings, log: Callable[..., object]) -> Crm | None:
    """The CRM, or all sources of customer data as one. Raises `UserError` with all problems of them."""
    sources: list[Source] = []
    problems: list[str] = []
    told = settings.combine or CombineSection()
    for name, data in settings.crm.items():
        try:
            source = _source(settings, name, data)
        except UserError as error:
            problems += error.problems
        else:
            sources.append(Source(name, source, told.match.get(name, By.ID), _tables(source)))
    problems += _misnamed(told, settings.crm)
    problems += [] if problems or len(sources) < 2 else uncombinable(sources, told.tables)
    if problems:
        raise UserError(*problems)
    if len(sources) < 2:
        return sources[0].crm if sources else None
    place = {name: number for number, name in enumerate((*told.order, *settings.crm))}
    place |= {name: number for number, name in enumerate(told.order)}
    ordered = sorted(sources, key=lambda source: place[source.name])
    tables = told.tables if settings.combine else of_a_bi(ordered)
    found = Combined(ordered, tables, log)
    if found.main.name in told.match:
        raise UserError(
            f"combine.match: {found.main.name} is the main source, whose accounts all others are held against: take its"
            " line away, or put another source first in combine.order"
        )
    return found


def _misnamed(told: CombineSection, known: Table) -> list[str]:
    named = {
        "order": told.order,
        "match": tuple(told.match),
        **{f"tables.{table}": names for table, names in told.tables.items()},
    }
    return [
        f"combine.{key}: there is no [crm.{name}]; {'there are' if known else 'none is configured'} {', '.join(known)}"
        for key, names in named.items()
        for name in names
        if name not in known
    ]


def uncombinable(sources: Sequence[Source], tables: Mapping[str, Sequence[str]]) -> list[str]:
    """Why these cannot be combined; ``tables``: which sources each is to come from."""
    if not any(source.may_tell("contacts") for source in sources):
        names = ", ".join(source.crm.name for source in sources)
        return [f"crm: none of {names} tells who people are: have one of them tell contacts"]
    return [
        f"combine.match: {source.name} tells no accounts, so that none can be found by domain: use 'id' or 'key'"
        for source in sources
        if source.by is By.DOMAIN and not source.may_tell("accounts")
    ] + [
        f"combine.tables.{table}: [crm.{source.name}] tells no {table}"
        for table, names in tables.items()
        for source in sources
        if source.name in names and not source.may_tell(table)
    ]


def _source(settings: Settings, name: str, data: dict[str, Any]) -> Crm:
    module = find("crm", name)
    config = section(module.Config, anchored(data, settings.base_dir), f"crm.{name}")
    return cast("Crm", module.Provider(config, settings.base_dir))


def _tables(source: Crm) -> frozenset[str] | None:
    """What a source can tell, where it says so before it is asked."""
    tables = getattr(source, "tables", None)
    return None if tables is None else frozenset(tables)
