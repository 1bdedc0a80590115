"""Lists of everything: `ListPage` and its columns. A list is declared, never written."""

from rackbeat.lib.lists.columns import (
    AmountColumn,
    BadgeColumn,
    Column,
    DateColumn,
    LinkColumn,
    PercentColumn,
    QuantityColumn,
)
from rackbeat.lib.lists.page import Action, ListPage, View

__all__ = [
    "Action",
    "AmountColumn",
    "BadgeColumn",
    "Column",
    "DateColumn",
    "LinkColumn",
    "ListPage",
    "PercentColumn",
    "QuantityColumn",
    "View",
]
