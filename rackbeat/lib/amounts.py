"""Arithmetic of money and quantities: exact, in Decimal, rounded half away from zero. Knows no table and no document.

Amounts have two decimals, quantities and entered prices up to six. Rules: line net = R(quantity * price * (1 - discount));
VAT per rate = R(sum of the rate's nets * rate) (invariant I14 of the design).
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

ZERO = Decimal("0.00")


def round_half_up(value: Decimal | Fraction | int, places: int = 2) -> Decimal:
    """`value` to `places` decimals, halves away from zero. Exact for fractions too: no quotient is cut before it is rounded."""
    scale = 10**places
    fraction = Fraction(value) * scale
    whole = (2 * abs(fraction.numerator) + fraction.denominator) // (2 * fraction.denominator)
    sign = -1 if fraction < 0 else 1
    with localcontext() as context:
        context.prec = 60
        return (Decimal(sign * whole) / scale).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def line_net(quantity: Decimal, price: Decimal, discount_percent: Decimal = ZERO) -> Decimal:
    """What a line comes to without VAT."""
    return round_half_up(Fraction(quantity) * Fraction(price) * (100 - Fraction(discount_percent)) / 100)


def vat_by_rate(lines: Iterable[tuple[Decimal, Decimal]]) -> list[tuple[Decimal, Decimal, Decimal]]:
    """From (net, VAT percent) of each line: a (percent, net, VAT) for each rate, highest rate first."""
    nets: dict[Decimal, Decimal] = {}
    for net, percent in lines:
        nets[percent] = nets.get(percent, ZERO) + net
    return [
        (percent, net, round_half_up(Fraction(net) * Fraction(percent) / 100))
        for percent, net in sorted(nets.items(), reverse=True)
    ]


def spread(total: Decimal, weights: Sequence[Decimal], places: int = 2) -> list[Decimal]:
    """`total` in parts by `weights` (all zero: equal parts), by the largest-remainder rule: the parts sum to `total` exactly."""
    if not weights:
        return []
    step = Fraction(1, 10**places)
    units = Fraction(total) / step
    if units.denominator != 1:
        raise ValueError(f"{total} has more than {places} decimals.")
    sign, units = (-1, -units) if units < 0 else (1, units)
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares) or Fraction(len(shares))
    if not any(shares):
        shares = [Fraction(1)] * len(shares)
    exact = [units * share / whole for share in shares]
    parts = [int(part) for part in exact]
    left = int(units) - sum(parts)
    by_remainder = sorted(range(len(exact)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[:left]:
        parts[index] += 1
    return [round_half_up(sign * part * step, places) for part in parts]
