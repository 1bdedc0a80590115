"""Addresses of items, places and the reports on them."""

from django.urls import include, path, register_converter

from inventory.views import (
    adjustments,
    card,
    choose,
    counting,
    counts,
    groups,
    items,
    ledger,
    locations,
    readings,
    reasons,
    reports,
    transfers,
    units,
)
from inventory.views.choose import item_options, location_options


class NumberConverter:
    """An item's number: anything but a slash, as long as the field is."""

    regex = r"[^/\x00]{1,25}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "item")

app_name = "inventory"
things = [
    path("items/", items.ItemList.as_view(), name="items"),
    path("items/new/", items.item_new, name="item_new"),
    path("items/<item:number>/", card.item, name="item"),
    path("items/<item:number>/edit/", items.item_edit, name="item_edit"),
    path("items/<item:number>/bar/", items.item_bar, name="item_bar"),
    path("items/<item:number>/unbar/", items.item_unbar, name="item_unbar"),
    path("items/<item:number>/delete/", items.item_delete, name="item_delete"),
    path("items/<item:number>/why/<slug:what>/", card.why, name="item_why"),
    path("items/<item:number>/entries/<int:sequence>/", card.entry, name="item_entry"),
    path("goods/options/", item_options("items.view", stock_only=True), name="goods_options"),
    path("places/options/", location_options("items.view"), name="place_options"),
    path("groups/", groups.GroupList.as_view(), name="groups"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<int:number>/", groups.group, name="group"),
    path("groups/<int:number>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:number>/delete/", groups.group_delete, name="group_delete"),
    path("units/", units.UnitList.as_view(), name="units"),
    path("units/new/", units.unit_new, name="unit_new"),
    path("units/<int:number>/edit/", units.unit_edit, name="unit_edit"),
    path("units/<int:number>/delete/", units.unit_delete, name="unit_delete"),
    path("locations/", locations.location_list, name="locations"),
    path("locations/new/", locations.location_new, name="location_new"),
    path("locations/<int:pk>/", locations.location, name="location"),
    path("locations/<int:pk>/edit/", locations.location_edit, name="location_edit"),
    path("locations/<int:pk>/bar/", locations.location_bar, name="location_bar"),
    path("locations/<int:pk>/unbar/", locations.location_unbar, name="location_unbar"),
    path("locations/<int:pk>/delete/", locations.location_delete, name="location_delete"),
    path("adjustments/", adjustments.AdjustmentList.as_view(), name="adjustments"),
    path("adjustments/new/", adjustments.new, name="adjustment_new"),
    *adjustments.paths(),
    path("transfers/", transfers.TransferList.as_view(), name="transfers"),
    path("transfers/new/", transfers.new, name="transfer_new"),
    *transfers.desk.paths(),
    *counts.paths(),
    path("counts/<int:key>/walk/", counting.walk, name="count_walk"),
]
told = [
    path("", readings.index, name="reports"),
    path("stock-value/", reports.stock_value, name="stock_value"),
    path("item-ledger/", readings.item_ledger, name="item_ledger"),
    path("item-ledger/items/", choose.item_options("items.view", stock_only=True), name="report_items"),
    path("transactions/", ledger.EntryList.as_view(), name="ledger"),
    path("turnover/", readings.turned, name="turnover"),
    path("slow-movers/", readings.idle, name="idle"),
    path("warnings/", readings.odd, name="odd"),
]
settings = [
    path("reasons/", reasons.ReasonList.as_view(), name="reasons"),
    path("reasons/new/", reasons.new, name="reason_new"),
    path("reasons/<int:key>/", reasons.change, name="reason"),
    path("reasons/<int:key>/remove/", reasons.remove, name="reason_remove"),
]
urlpatterns = [
    path("inventory/", include(things)),
    path("reports/", include(told)),
    path("settings/", include(settings)),
]
