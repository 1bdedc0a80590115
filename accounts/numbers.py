"""The next number of a series. Called last inside a booking: the row stays locked until the transaction ends."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import Agreement, NumberSeries, User
from accounts.tenancy import current_agreement_id
from rackbeat.lib.refusal import require

FIRST = 1001
HIGHEST = 999_999_999


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


def coming(series: str, *, first: int = FIRST) -> int:
    """The number that `take` would give now. Somebody else may have taken it by then."""
    found = NumberSeries.objects.filter(name=series).values_list("next", flat=True).first()
    return found or first


@dataclass(frozen=True)
class Series:
    """One line of the settings page. `used` is the highest number that a document has or had."""

    name: str
    label: Any
    next: int
    used: int | None
    locked: bool

    @property
    def field(self) -> str:
        """Its name in a form."""
        return self.name.replace(" ", "_")

    @property
    def least(self) -> int:
        return (self.used or 0) + 1


def series() -> list[Series]:
    """The agreement's series in the order of settings.NUMBER_SERIES, with what is next and what was used."""
    stored = dict(NumberSeries.objects.values_list("name", "next"))
    found = []
    for name, label, model, gapless in settings.NUMBER_SERIES:
        used = _highest_used(model)
        found.append(Series(name, label, stored.get(name, FIRST), used, locked=gapless and used is not None))
    return found


@transaction.atomic
def set_next(agreement: Agreement, name: str, number: int, *, by: User) -> None:
    """Let the series go on at `number`: never at one that was used, and invoices only until the first is booked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_numberseries (agreement_id, name, next) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [current_agreement_id(), name, FIRST],
        )
    row = NumberSeries.objects.select_for_update().get(name=name)
    one = next(each for each in series() if each.name == name)
    if row.next == number:
        return
    gapless = _("Invoices are numbered without holes: after the first booking nobody sets the number.")
    require(not one.locked, gapless, field=one.field)
    used = _("%(number)s was used. The lowest is %(least)s.") % {"number": one.used, "least": one.least}
    require(number >= one.least, used, field=one.field)
    require(number <= HIGHEST, _("At most nine digits."), field=one.field)
    before, row.next = row.next, number
    row.save(update_fields=["next"])
    label = settings_label(name)
    history.record(agreement, "number_set", by=by, series=label, changes=[history.Change("number_set", before, number)])


@transaction.atomic
def set_all(agreement: Agreement, wanted: dict[str, int], *, by: User) -> None:
    """All of them, or none where one is refused."""
    for name, number in wanted.items():
        set_next(agreement, name, number, by=by)


def settings_label(name: str) -> str:
    return next(str(label) for known, label, *_rest in settings.NUMBER_SERIES if known == name)


def _highest_used(label: str) -> int | None:
    """Of the documents that are there, and of those whose history alone is left."""
    model = apps.get_model(label)
    there = model._default_manager.aggregate(highest=Max("number"))["highest"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(subject_number::bigint) FROM accounts_event WHERE agreement_id = %s AND subject_kind = %s "
            "AND verb = 'deleted' AND subject_number ~ '^[0-9]{1,15}$'",
            [current_agreement_id(), model._meta.label_lower],
        )
        gone = cursor.fetchone()[0]
    return max((number for number in (there, gone) if number is not None), default=None)
