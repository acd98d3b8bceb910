"""Every customer's sums as last read, so that tier and peers need no second look at what has not changed."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from kambrief.core.insight.figures import AccountFigures
from kambrief.store.codec import Codec
from kambrief.store.database import chunks
from kambrief.store.tables import FiguresRow

FIGURES = Codec(AccountFigures)


def figures(session: Session, provider: str) -> Sequence[AccountFigures]:
    """All of a provider's, by account id."""
    mine = select(FiguresRow.body).where(col(FiguresRow.provider) == provider).order_by(col(FiguresRow.account_id))
    return [FIGURES.decode(body) for body in session.exec(mine)]


def save(session: Session, provider: str, rows: Sequence[AccountFigures], gone: frozenset[str] | None) -> None:
    """Replace those of the accounts given and delete the ``gone`` ones; ``gone`` None: replace everything."""
    mine = col(FiguresRow.provider) == provider
    if gone is None:
        session.exec(delete(FiguresRow).where(mine))
    else:
        for ids in chunks(sorted(gone | {row.account.id for row in rows})):
            session.exec(delete(FiguresRow).where(mine, col(FiguresRow.account_id).in_(ids)))
    session.add_all(FiguresRow(provider=provider, account_id=row.account.id, body=FIGURES.encode(row)) for row in rows)
