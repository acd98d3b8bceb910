"""All customers' revenue at once: the same from files as from a database, and only what changed."""

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import pytest

from kambrief.core.customer import CrmData
from kambrief.errors import ProviderError, SuddenlyEmptyError
from kambrief.ports import Portfolios
from kambrief.providers.crm import files
from kambrief.settings import section
from tests.contracts.portfolios import MONTHS, NOW, SALES, PortfoliosContract
from tests.providers.sql_sample import load, provider, sqlite_url
from tests.providers.test_crm_files import write


def of_folder(folder: Path, **config: str) -> files.Provider:
    return files.Provider(section(files.Config, {"folder": folder, **config}, "crm.files"), Path())


class TestFiles(PortfoliosContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make(self, data: CrmData) -> Portfolios:
        return of_folder(write(self.folder, data))

    def replace(self, data: CrmData) -> None:
        write(self.folder, data)

    def broken(self) -> Portfolios:
        return of_folder(self.folder / "nowhere")


class TestSqlite(PortfoliosContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.url = sqlite_url(tmp_path)

    def make(self, data: CrmData) -> Portfolios:
        return provider(self.url, load(self.url, data))

    def replace(self, data: CrmData) -> None:
        load(self.url, data)

    def broken(self) -> Portfolios:
        return provider(self.url + ".not", {"accounts": "SELECT * FROM accounts", "orders": "SELECT * FROM orders"})


@pytest.mark.server
class TestPostgres(TestSqlite):
    @pytest.fixture(autouse=True)
    def _database(self, bi: str) -> None:
        self.url = bi


# Files


def test_unchanged_files_are_not_read_again_not_even_by_another_process(tmp_path: Path) -> None:
    cursor = of_folder(write(tmp_path, SALES)).figures(MONTHS, {}, NOW).cursor
    fresh = of_folder(tmp_path)
    found = fresh.figures(MONTHS, cursor, NOW + dt.timedelta(days=3))
    assert (found.unchanged, found.accounts, found.sums, found.cursor) == (True, (), (), cursor)
    assert found.counted == {"queries": 0, "rows": 0, "left_out": 0}
    assert fresh._data is None


def test_a_file_with_another_time_is_read_again(tmp_path: Path) -> None:
    crm = of_folder(write(tmp_path, SALES))
    cursor = crm.figures(MONTHS, {}, NOW).cursor
    os.utime(tmp_path / "orders.csv", (1, 1))
    assert crm.figures(MONTHS, cursor, NOW).complete


def test_files_that_are_read_in_another_way_are_read_again(tmp_path: Path) -> None:
    cursor = of_folder(write(tmp_path, SALES)).figures(MONTHS, {}, NOW).cursor
    assert of_folder(tmp_path, decimal=".").figures(MONTHS, cursor, NOW).complete


def test_a_folder_that_vanished_after_the_first_look_is_a_fault(tmp_path: Path) -> None:
    crm = of_folder(write(tmp_path, SALES))
    cursor = crm.figures(MONTHS, {}, NOW).cursor
    for file in tmp_path.iterdir():
        file.unlink()
    with pytest.raises(SuddenlyEmptyError):
        crm.figures(MONTHS, cursor, NOW)
    with pytest.raises(ProviderError):
        of_folder(tmp_path).figures(MONTHS, cursor, NOW)


def test_companies_that_only_contacts_know_of_are_customers_too(tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text("id,account_id\nC1,A9\n", encoding="utf-8")
    (tmp_path / "orders.csv").write_text(
        "account_id,month,category,net_amount,currency\nA9,2026-09,service,5,EUR\n", encoding="utf-8"
    )
    found = of_folder(tmp_path).figures(MONTHS, {}, NOW)
    assert [account.id for account in found.accounts] == ["A9"]
    assert [one.t12m for one in found.sums] == [Decimal(5)]
