"""What a currency is worth in the base currency on a day. It reads the rates that were entered, and guesses none."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Agreement, Currency, CurrencyRate
from rackbeat.lib.amounts import round_half_up
from rackbeat.lib.refusal import Refusal

SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
CODED = re.compile(r"([A-Za-z]{3}|[€$£])\s*([^A-Za-z€$£]+)|([^A-Za-z€$£]+?)\s*([A-Za-z]{3}|[€$£])")


@dataclass(frozen=True)
class Conversion:
    """A price in a currency, and what it came to in the base currency at the rate since a day."""

    price: Decimal
    currency: str
    rate: CurrencyRate

    @property
    def worth(self) -> Decimal:
        """To six decimals, as prices are kept."""
        return round_half_up(self.price * self.rate.rate, 6)


def on(currency: str, day: date) -> Decimal:
    """Base currency for one unit of `currency`: the newest rate from `day` or earlier. Refuses where there is none."""
    return Decimal(1) if currency == _base() else of(currency, day).rate


def of(currency: str, day: date) -> CurrencyRate:
    """The newest rate from `day` or earlier. Refuses where there is none."""
    rate = CurrencyRate.objects.filter(currency=currency, since__lte=day).order_by("-since").first()
    if rate is None:
        words = {"currency": currency, "day": f"{day:%d.%m.%Y}"}
        raise Refusal(_("There is no rate for %(currency)s on %(day)s. Enter it under Currencies.") % words)
    return rate


def named(text: str) -> tuple[str, str]:
    """("EUR", "12,50") of "12,50 EUR", "EUR 12,50" or "€ 12,50"; blank for the base currency and where none is named."""
    found = CODED.fullmatch(text.strip())
    if found is None:
        return "", text
    sign, number = (found[1], found[2]) if found[1] else (found[4], found[3])
    code = SIGNS.get(sign, sign.upper())
    if code == _base():
        return "", number.strip()
    if not Currency.objects.filter(code=code).exists():
        raise Refusal(_("%(code)s is no currency that is known here.") % {"code": code})
    return code, number.strip()


def today() -> date:
    return Agreement.current().today()


def _base() -> str:
    return Agreement.current().base_currency_id
