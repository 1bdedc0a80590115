"""R, the one rounding of the books: half away from zero, exact. Quantities in millionths, values in hundredths."""

from decimal import Decimal
from fractions import Fraction

ZERO = Decimal(0)
_MICRO = 10**6
_CENT = 100


def _micro(quantity: Decimal) -> int:
    scaled = quantity * _MICRO
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{quantity} has more than six decimals.")
    return whole


def _minor(value: Decimal) -> int:
    scaled = value * _CENT
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{value} has more than two decimals.")
    return whole


def _half_away(top: int, bottom: int) -> Decimal:
    """top / bottom in hundredths, rounded once."""
    sign = -1 if top < 0 else 1
    return Decimal(sign * ((2 * abs(top) + bottom) // (2 * bottom))).scaleb(-2)


def share(value: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """R(value * part / whole): integers in millionths and hundredths, one division. `whole` is above zero."""
    bottom = _micro(whole)
    if bottom <= 0:
        raise ValueError("A share of nothing.")
    return _half_away(_minor(value) * _micro(part), bottom)


def worth(each: Fraction, quantity: Decimal) -> Decimal:
    """R(each * quantity), for a cost per unit that is a fraction."""
    exact = each * Fraction(quantity) * _CENT
    return _half_away(exact.numerator, exact.denominator)
