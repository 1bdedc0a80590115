"""Item groups: the list, a group's page and its form. What is locked is decided by inventory/items.py."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts import history
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from inventory import items
from inventory.forms import GroupForm
from inventory.models import ItemGroup
from inventory.views.writing import do, write
from rackbeat.lib.actions import BUTTON, Action, Actions, link
from rackbeat.lib.filters import ListFilters, YesNoFilter
from rackbeat.lib.lists import Action as Button
from rackbeat.lib.lists import Column, LinkColumn, ListPage, PercentColumn, QuantityColumn

SHOWN = 50


class GroupFilters(ListFilters):
    stock = YesNoFilter(field_name="has_stock", label=gettext_lazy("Kept in stock"))


class GroupList(ListPage):
    """The groups: what is goods and what is work, and the VAT of each."""

    name = "inventory.groups"
    allows = "items.view"
    title = gettext_lazy("Item groups")
    noun = ngettext_lazy("group", "groups")
    filterset = GroupFilters
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        Column("name", gettext_lazy("Name"), wide=True),
        Column(
            "has_stock", value=lambda row: _("Stock") if row.has_stock else _("No stock"), sort="has_stock", css="date"
        ),
        QuantityColumn("items_count", gettext_lazy("Items"), css="sum"),
        PercentColumn("vat_domestic", css=""),
        PercentColumn("vat_eu", css="", rank=1),
        PercentColumn("vat_abroad", css="", rank=2),
        PercentColumn("vat_domestic_exempt", css="", rank=3),
    )
    order_by = "number"
    search = ("number", "name")
    row_url = "inventory:group"
    create = Button("inventory:group_new", right="items.edit")
    actions = (
        Button("accounts:import_new", pgettext_lazy("verb", "Import"), right="items.edit", icon="in", args=("groups",)),
    )
    empty = gettext_lazy("No groups yet. Every item belongs to one.")

    def rows(self) -> Any:
        return ItemGroup.objects.annotate(items_count=Count("items"))


@allow("items.view")
@require_GET
def group(request: Request, number: int) -> HttpResponse:
    found = get_object_or_404(ItemGroup, number=number)
    context = {
        "group": found,
        "number": found.number,
        "heading": found.name,
        "locked": items.is_locked(found),
        "counts": found.items.aggregate(all=Count("pk"), barred=Count("pk", filter=Q(is_barred=True))),
        "first": found.items.filter(is_barred=False)[:SHOWN],
        "actions": actions(found, request.may),
        "events": history.of(found, may=request.may),
    }
    return render(request, "inventory/groups/show.html", context)


def actions(found: ItemGroup, may: frozenset[str]) -> Actions:
    if "items.edit" not in may:
        return Actions()
    at = [found.number]
    return Actions(
        [
            link(_("Edit"), reverse("inventory:group_edit", args=at), place=BUTTON, icon="edit", key="e"),
            Action(
                _("Delete group %(number)s") % {"number": found.number},
                reverse("inventory:group_delete", args=at),
                icon="trash",
                danger=True,
            ),
        ]
    )


def address(row: ItemGroup) -> str:
    return reverse("inventory:group", args=[row.number])


@allow("items.edit")
@once
def group_new(request: HttpRequest) -> HttpResponse:
    initial = {"number": items.next_number(ItemGroup), "has_stock": True}
    return write(
        request,
        GroupForm(request.POST or None, initial=initial),
        items.create_group,
        context={"heading": _("New item group"), "back": reverse("inventory:groups")},
        done=address,
        said=lambda row: _("Item group %(name)s is made.") % {"name": row},
        template="inventory/groups/edit.html",
    )


@allow("items.edit")
@once
def group_edit(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(ItemGroup, number=number)
    return write(
        request,
        GroupForm(request.POST or None, instance=found, locked=items.is_locked(found)),
        lambda **facts: items.change_group(found, **facts),
        context={"heading": _("Item group %(number)s") % {"number": number}, "back": address(found)},
        done=address,
        said=lambda row: _("Item group %(name)s is saved.") % {"name": row},
        template="inventory/groups/edit.html",
    )


@allow("items.edit")
@require_POST
@once
def group_delete(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(ItemGroup, number=number)
    said = _("Item group %(name)s is deleted.") % {"name": found}
    return do(request, items.delete_group, found, back=address(found), done=reverse("inventory:groups"), said=said)
