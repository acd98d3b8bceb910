import pytest

from kambrief.providers.sql_text import select_only


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("SELECT 1;", "SELECT 1"),
        ("  -- it's a comment; really\nselect id FROM t  ", "-- it's a comment; really\nselect id FROM t"),
        ("WITH a AS (SELECT 1 AS id) SELECT * FROM a", "WITH a AS (SELECT 1 AS id) SELECT * FROM a"),
        ("(SELECT 1) UNION (SELECT 2)", "(SELECT 1) UNION (SELECT 2)"),
        ("SELECT a /* ; ( */ FROM b;  -- the end", "SELECT a /* ; ( */ FROM b"),
    ],
)
def test_one_select_is_kept_without_its_semicolon(written: str, kept: str) -> None:
    assert select_only(written) == kept


@pytest.mark.parametrize(
    "query",
    [
        "SELECT '; DELETE (' AS name, \"update\", `drop` FROM t",
        "SELECT 'it''s; insert' FROM t",
        "SELECT $tag$ ; delete ' $tag$ AS name",
        "SELECT log.update, created, updated_at, replace(a, 'x', 'y') FROM log",
        "SELECT ä FROM öljy",
    ],
)
def test_words_in_quotes_and_columns_are_no_statements(query: str) -> None:
    assert select_only(query) == query


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("", "must be one SELECT"),
        (";", "must be one SELECT"),
        ("-- SELECT 1", "must be one SELECT"),
        ("DELETE FROM contacts", "must be one SELECT"),
        ("PRAGMA query_only = OFF", "must be one SELECT"),
        ("SELECT 1; SELECT 2", "more than one statement"),
        ("SELECT 1;;", "more than one statement"),
        ("SELECT * INTO copy FROM contacts", "holds INTO"),
        ("WITH gone AS (DELETE FROM contacts RETURNING *) SELECT * FROM gone", "holds DELETE"),
        ("SELECT * FROM contacts FOR UPDATE", "holds UPDATE"),
        ("SELECT count(*", "parentheses"),
        ("SELECT 1) AS q, (SELECT 2", "parentheses"),
        ("SELECT 'open", "not closed"),
        ("SELECT 1 /* open", "not closed"),
    ],
)
def test_anything_else_is_refused_with_the_reason(query: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        select_only(query)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"more than one statement.*parentheses.*DROP.*INSERT"):
        select_only("SELECT (1; DROP TABLE t; INSERT INTO t")
