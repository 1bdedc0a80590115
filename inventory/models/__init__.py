"""Items, places and the ledger."""

from inventory.models.adjustments import Adjustment, AdjustmentLine, Reason, StockDocument
from inventory.models.counts import StockCount, StockCountLine
from inventory.models.items import Item, ItemGroup, OfItem, Unit
from inventory.models.ledger import (
    CostEntry,
    CostLayer,
    CostState,
    LayerAdjustment,
    LayerReturn,
    LocationDay,
    Shortfall,
    StockBalance,
    StockDay,
    StockMonth,
    StockMove,
)
from inventory.models.locations import Location
from inventory.models.reservations import Expected, Reservation
from inventory.models.transfers import Transfer, TransferLine

__all__ = [
    "Adjustment",
    "AdjustmentLine",
    "CostEntry",
    "CostLayer",
    "CostState",
    "Expected",
    "Item",
    "ItemGroup",
    "LayerAdjustment",
    "LayerReturn",
    "Location",
    "LocationDay",
    "OfItem",
    "Reason",
    "Reservation",
    "Shortfall",
    "StockBalance",
    "StockCount",
    "StockCountLine",
    "StockDay",
    "StockDocument",
    "StockMonth",
    "StockMove",
    "Transfer",
    "TransferLine",
    "Unit",
]
