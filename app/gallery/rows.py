"""Many rows at once, as the driver itself gives them: a third of the time that SQLAlchemy's own rows take."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Select
from sqlalchemy.orm import Session


def rows_of(session: Session, query: Select[*tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """All rows of a query whose columns are numbers and bytes: nothing is converted."""
    return session.connection().execute(query).cursor.fetchall()


def numbers_of(
    session: Session, query: Select[*tuple[Any, ...]], kind: type[np.number[Any]] = np.int64
) -> npt.NDArray[Any]:
    """All rows of a query whose C columns are numbers of one kind, (N, C)."""
    count, rows = len(query.selected_columns), rows_of(session, query)
    return np.fromiter(chain.from_iterable(rows), kind, count * len(rows)).reshape(-1, count)
