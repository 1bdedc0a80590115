"""Items and the ledger in the administration: to look at, inside the chosen agreement. The ledger's one writer is not here."""

from accounts.administration import look_at
from inventory.models import (
    CostEntry,
    CostLayer,
    CostState,
    Item,
    ItemGroup,
    LayerAdjustment,
    LayerReturn,
    Location,
    Shortfall,
    StockBalance,
    StockMove,
    Unit,
)

look_at(Item, "number", "name", "group", "unit", search=("number", "name"))
look_at(ItemGroup, "number", "name", "has_stock")
look_at(Unit, "number", "name")
look_at(Location, "code", "name", "parent", search=("code", "name"))
look_at(StockMove, "id", "item", "location", "quantity", search=("item__number",))
look_at(CostEntry, "id", "item", "quantity", search=("item__number",))
look_at(CostLayer, "id", "item", search=("item__number",))
look_at(CostState, "id", "item", search=("item__number",))
look_at(StockBalance, "id", "item", "location", "on_hand", search=("item__number",))
look_at(LayerReturn, "id", "layer", "quantity")
look_at(LayerAdjustment, "id", "layer")
look_at(Shortfall, "id", "item", "quantity", search=("item__number",))
