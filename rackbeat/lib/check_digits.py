"""Numbers whose last digit proves the others: a digit that was typed wrong, or two that changed places, are seen at once."""

import re

ACCOUNT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)  # of a Norwegian bank account
ORGANISATION = (3, 2, 7, 6, 5, 4, 3, 2, 1)  # of a company in the Norwegian register


def digits_of(text: str) -> str:
    """The digits alone: "NO 974 760 673 MVA" is 974760673."""
    return re.sub(r"[^0-9]", "", text)


def hold(digits: str, weights: tuple[int, ...]) -> bool:
    """As many digits as there are weights, and their weighted sum divides by 11."""
    return len(digits) == len(weights) and sum(int(one) * by for one, by in zip(digits, weights, strict=True)) % 11 == 0
