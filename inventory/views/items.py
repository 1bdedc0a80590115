"""Items: the list, the forms and the verbs. What may happen to an item is decided by inventory/items.py."""

from typing import Any

from django.db.models import IntegerField, Max, Q
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from accounts.once import once
from accounts.permissions import allow
from inventory import items
from inventory.availability import with_stock
from inventory.filters import SHORT, ItemFilters
from inventory.forms import ItemForm
from inventory.models import Item, ItemGroup, Unit
from inventory.views.writing import do, write
from rackbeat.lib.lists import Action, AmountColumn, Column, LinkColumn, ListPage, QuantityColumn, View
from rackbeat.templatetags import ui


class Stock(QuantityColumn):
    """A quantity of an item that is kept in stock; blank for work and fees, and where nobody waits for any."""

    def of(self, row: Any) -> Any:
        quantity = super().of(row) if row.group.has_stock else None
        return quantity if quantity or self.key in ("on_hand", "available") else None


def worth(row: Item) -> Any:
    """The stock value; blank where there is none."""
    return row.value or None  # type: ignore[attr-defined]


class Available(Stock):
    """What can still be promised, marked where it is short."""

    def html(self, value: Any, row: Any, page: Any) -> str:
        words = super().html(value, row, page)
        if value is None or row is None or value >= row.minimum_stock:
            return words
        why = _("below its minimum of %(minimum)s") % {"minimum": ui.quantity(row.minimum_stock)}
        if not row.minimum_stock:
            why = _("more is reserved than there is")
        return format_html('<span class="short" title="{}">{}</span>', why, words)


class ItemList(ListPage):
    """What we keep and sell, with what there is of it. Costs and prices are for those who may see them."""

    name = "inventory.items"
    allows = "items.view"
    title = gettext_lazy("Items")
    noun = ngettext_lazy("item", "items")
    filterset = ItemFilters
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        Column("name", gettext_lazy("Name"), sort="name_sort", wide=True),
        Column("group", gettext_lazy("Item group"), value="group__name", sort="group__name", soft=True, css="st2"),
        Stock("on_hand", gettext_lazy("On hand"), rank=2),
        Stock("reserved", gettext_lazy("Reserved"), rank=2),
        Available("available", gettext_lazy("Available"), unit="unit__name", css="sum"),
        Stock("incoming", gettext_lazy("Incoming"), rank=3),
        AmountColumn("cost", gettext_lazy("Cost"), right="cost.view", css="", rank=1),
        AmountColumn(
            "value",
            gettext_lazy("Stock value"),
            value=lambda row: row.value or None,
            right="cost.view",
            css="",
            total=True,
        ),
        AmountColumn("sales_price", gettext_lazy("Sales price"), right="price.view", css=""),
        Column("barcode", gettext_lazy("Barcode"), soft=True, extra=True),
        QuantityColumn("minimum_stock", gettext_lazy("Minimum"), extra=True),
        AmountColumn("expected_cost", gettext_lazy("Expected cost price"), right="cost.view", extra=True),
    )
    order_by = "number"
    search = ("number", "name", "barcode")
    search_hint = gettext_lazy("Search number, name, barcode")
    views = (
        View("active", gettext_lazy("Active"), where=Q(is_barred=False), count=True),
        View("in-stock", gettext_lazy("In stock"), where=Q(on_hand__gt=0), count=True),
        View("short", gettext_lazy("Short"), where=SHORT & Q(is_barred=False), count=True),
        View("barred", gettext_lazy("Barred"), where=Q(is_barred=True)),
    )
    row_url = "inventory:item"
    create = Action("inventory:item_new", right="items.edit")
    actions = (
        Action("accounts:import_new", pgettext_lazy("verb", "Import"), right="items.edit", icon="in", args=("items",)),
    )
    empty = gettext_lazy("No items yet. Make the first one.")

    def rows(self) -> Any:
        return with_stock(Item.objects.select_related("group", "unit"))


# --- forms and verbs -------------------------------------------------------------------------------------------------


def first_values() -> dict[str, Any]:
    """What a new item begins with: one after the highest whole number, the first group that is kept in stock, the first unit."""
    whole = Item.objects.filter(number__regex=r"^[1-9][0-9]{0,8}$")
    last = whole.aggregate(last=Max(Cast("number", IntegerField())))["last"]
    group = ItemGroup.objects.order_by("-has_stock", "number").first()
    return {"number": str((last or 1000) + 1), "group": group, "unit": Unit.objects.first()}


@allow("items.edit")
@once
def item_new(request: HttpRequest) -> HttpResponse:
    form = ItemForm(request.POST or None, may=request.may, initial=first_values())  # type: ignore[attr-defined]
    return write(
        request,
        form,
        items.create,
        context={"heading": _("New item"), "back": reverse("inventory:items")},
        done=address,
        said=lambda row: _("Item %(item)s is made.") % {"item": row},
        template="inventory/items/edit.html",
    )


@allow("items.edit")
@once
def item_edit(request: HttpRequest, number: str) -> HttpResponse:
    item = get_object_or_404(Item, number=number)
    form = ItemForm(request.POST or None, instance=item, may=request.may)  # type: ignore[attr-defined]
    return write(
        request,
        form,
        lambda **facts: items.change(item, **facts),
        context={
            "heading": _("Item %(number)s") % {"number": number},
            "back": reverse("inventory:item", args=[number]),
        },
        done=address,
        said=lambda row: _("Item %(item)s is saved.") % {"item": row},
        template="inventory/items/edit.html",
    )


def address(item: Item) -> str:
    return reverse("inventory:item", args=[item.number])


@allow("items.edit")
@require_POST
@once
def item_bar(request: HttpRequest, number: str) -> HttpResponse:
    item = get_object_or_404(Item, number=number)
    here = address(item)
    return do(request, items.bar, item, back=here, done=here, said=_("Item %(item)s is barred.") % {"item": item})


@allow("items.edit")
@require_POST
@once
def item_unbar(request: HttpRequest, number: str) -> HttpResponse:
    item = get_object_or_404(Item, number=number)
    here = address(item)
    return do(
        request, items.unbar, item, back=here, done=here, said=_("Item %(item)s is open for use.") % {"item": item}
    )


@allow("items.edit")
@require_POST
@once
def item_delete(request: HttpRequest, number: str) -> HttpResponse:
    item = get_object_or_404(Item, number=number)
    said = _("Item %(item)s is deleted.") % {"item": item}
    return do(request, items.delete, item, back=address(item), done=reverse("inventory:items"), said=said)
