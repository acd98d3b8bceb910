"""The columns of a table of our own making, told as fields: for `kambrief.ports.Fields` of files and databases."""

from collections.abc import Mapping, Sequence

from kambrief.ports import CrmField
from kambrief.providers.records import columns_read
from kambrief.providers.tables import header_key


def fields_of(table: str, where: str, columns: Sequence[str], headers: Mapping[str, str]) -> list[CrmField]:
    """One a column, in the order of the table. ``where``: the file or query; ``headers`` as for `read_records`."""
    read = columns_read(table, columns, headers)
    named = [column for column in columns if header_key(column)]
    return [CrmField(table, where, column, column=read.get(header_key(column), "")) for column in named]
