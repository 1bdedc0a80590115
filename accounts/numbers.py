"""The next number of a series. Called last inside a booking: the row stays locked until the transaction ends."""

from django.db import connection

from accounts.tenancy import current_agreement_id

FIRST = 1001


def take(series: str, *, first: int = FIRST) -> int:
    """The next number of `series` (an unknown series begins at `first`). A rollback gives the number back: no holes."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_numberseries (agreement_id, name, next) VALUES (%s, %s, %s + 1)
            ON CONFLICT (agreement_id, name) DO UPDATE SET next = accounts_numberseries.next + 1
            RETURNING next - 1
            """,
            [current_agreement_id(), series, first],
        )
        return int(cursor.fetchone()[0])
