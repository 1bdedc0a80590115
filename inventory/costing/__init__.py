"""The rules of cost, pure: no database, no framework. Quantities up to six decimals, values in whole hundredths.

FIFO: layers on an axis and one pointer. Average: a running balance with exact value. R rounds half away from zero and is
exact: no quotient is cut before it is rounded (design, ledger 2 to 4).
"""

from inventory.costing.average import (
    Balance,
    Below,
    Deed,
    Event,
    average_adjust,
    average_issue,
    average_receive,
    replay,
    taken,
)
from inventory.costing.fifo import (
    Issued,
    Layer,
    Piece,
    Repriced,
    Taker,
    fifo_issue,
    fifo_receive,
    fifo_reprice,
    fifo_return,
    fifo_revalue,
    piece_cost,
    pieces,
    step,
)
from inventory.costing.share import ZERO, share, worth
from inventory.costing.state import NotEnough, Settlement, Shortfall, State, owe

__all__ = [
    "ZERO",
    "Balance",
    "Below",
    "Deed",
    "Event",
    "Issued",
    "Layer",
    "NotEnough",
    "Piece",
    "Repriced",
    "Settlement",
    "Shortfall",
    "State",
    "Taker",
    "average_adjust",
    "average_issue",
    "average_receive",
    "fifo_issue",
    "fifo_receive",
    "fifo_reprice",
    "fifo_return",
    "fifo_revalue",
    "owe",
    "piece_cost",
    "pieces",
    "replay",
    "share",
    "step",
    "taken",
    "worth",
]
