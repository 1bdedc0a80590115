"""What a currency is worth in the base currency on a day. It reads the rates that were entered, and guesses none."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Agreement, CurrencyRate
from accounts.tenancy import current_agreement_id
from rackbeat.lib.refusal import Refusal


def on(currency: str, day: date) -> Decimal:
    """Base currency for one unit of `currency`: the newest rate from `day` or earlier. Refuses where there is none."""
    if currency == Agreement.objects.values_list("base_currency_id", flat=True).get(pk=current_agreement_id()):
        return Decimal(1)
    rate = CurrencyRate.objects.filter(currency=currency, since__lte=day).order_by("-since").first()
    if rate is None:
        words = {"currency": currency, "day": f"{day:%d.%m.%Y}"}
        raise Refusal(_("There is no rate for %(currency)s on %(day)s. Enter it under Currencies.") % words)
    return rate.rate
