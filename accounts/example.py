"""The worked example that explains the two inventory principles, before one is chosen and ever after. Figures only, no rules."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Principle
from rackbeat.lib import plots
from rackbeat.templatetags.ui import amount

FIRST, SECOND, SHIPPED = (Decimal(10), Decimal(25)), (Decimal(10), Decimal(40)), Decimal(12)


@dataclass(frozen=True)
class Example:
    """10 at 25.00 and 10 at 40.00 are received, 12 are shipped: what they cost and what the rest is worth."""

    principle: Principle
    strip: list[Any]
    sentence: str
    how: str
    cost: Decimal
    left: Decimal


def story() -> str:
    """The day that both principles reckon."""
    words = {"cheap": amount(FIRST[1]), "dear": amount(SECOND[1])}
    return _("10 are received at %(cheap)s and 10 at %(dear)s, then 12 are shipped.") % words


def of(principle: str) -> Example:
    """The example under one principle."""
    return _fifo() if principle == Principle.FIFO else _average()


def _fifo() -> Example:
    (one, cheap), (two, dear) = FIRST, SECOND
    cost = one * cheap + (SHIPPED - one) * dear
    words = {"cheap": amount(cheap), "dear": amount(dear), "rest": SHIPPED - one, "left": two - (SHIPPED - one)}
    strip = plots.layers(
        [
            (_("first receipt"), _("%(n)s pcs") % {"n": one}, f" à {amount(cheap)}", one, Decimal(0), one),
            (_("second receipt"), _("%(n)s pcs") % {"n": two}, f" à {amount(dear)}", two, Decimal(0), SHIPPED - one),
        ]
    )
    return Example(
        Principle.FIFO,
        strip,
        _("What came first goes first. Each sale costs what just those goods cost you."),
        _("10 × %(cheap)s + %(rest)s × %(dear)s; %(left)s remain at %(dear)s") % words,
        cost,
        one * cheap + two * dear - cost,
    )


def _average() -> Example:
    (one, cheap), (two, dear) = FIRST, SECOND
    value = one * cheap + two * dear
    average = value / (one + two)
    words = {"average": amount(average), "shipped": SHIPPED, "left": one + two - SHIPPED}
    strip = plots.layers(
        [(_("all of it"), _("%(n)s pcs") % {"n": one + two}, f" à {amount(average)}", one + two, Decimal(0), SHIPPED)]
    )
    return Example(
        Principle.AVERAGE,
        strip,
        _("All that lies there costs the same. Each receipt moves the average, no sale does."),
        _("%(shipped)s × %(average)s; %(left)s remain at %(average)s") % words,
        SHIPPED * average,
        value - SHIPPED * average,
    )
