"""Items, places and the ledger."""

from inventory.models.items import Item, ItemGroup, Unit
from inventory.models.ledger import (
    CostEntry,
    CostLayer,
    CostState,
    LocationDay,
    StockBalance,
    StockDay,
    StockMonth,
    StockMove,
)
from inventory.models.locations import Location
from inventory.models.reservations import Expected, Reservation

__all__ = [
    "CostEntry",
    "CostLayer",
    "CostState",
    "Expected",
    "Item",
    "ItemGroup",
    "Location",
    "LocationDay",
    "Reservation",
    "StockBalance",
    "StockDay",
    "StockMonth",
    "StockMove",
    "Unit",
]
