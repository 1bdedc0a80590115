"""Units: the list and the form."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from accounts.once import once
from accounts.permissions import allow
from inventory import items
from inventory.forms import UnitForm
from inventory.models import Item, Unit
from inventory.views.writing import do, write
from rackbeat.lib.lists import Action, Column, LinkColumn, ListPage, QuantityColumn


class UnitList(ListPage):
    """What items are counted and measured in."""

    name = "inventory.units"
    allows = "items.view"
    title = gettext_lazy("Units")
    noun = ngettext_lazy("unit", "units")
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        Column("name", gettext_lazy("Name"), wide=True),
        QuantityColumn("items_count", gettext_lazy("Items"), css="sum"),
    )
    order_by = "number"
    search = ("number", "name")
    create = Action("inventory:unit_new", right="items.edit")
    actions = (
        Action("accounts:import_new", pgettext_lazy("verb", "Import"), right="items.edit", icon="in", args=("units",)),
    )
    empty = gettext_lazy("No units yet. Every item is counted or measured in one.")

    def rows(self) -> Any:
        used = Item.objects.filter(unit=OuterRef("pk")).order_by().values("unit").annotate(n=Count("pk")).values("n")
        return Unit.objects.annotate(items_count=Coalesce(Subquery(used), 0))

    def row_url(self, row: Unit) -> str:
        return reverse("inventory:unit_edit", args=[row.number]) if "items.edit" in self.rights else ""


@allow("items.edit")
@once
def unit_new(request: HttpRequest) -> HttpResponse:
    return write(
        request,
        UnitForm(request.POST or None, initial={"number": items.next_number(Unit)}),
        items.create_unit,
        context={"heading": _("New unit"), "back": reverse("inventory:units")},
        done=lambda row: reverse("inventory:units"),
        said=lambda row: _("Unit %(name)s is made.") % {"name": row},
    )


@allow("items.edit")
@once
def unit_edit(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Unit, number=number)
    return write(
        request,
        UnitForm(request.POST or None, instance=found),
        lambda **facts: items.change_unit(found, **facts),
        context={
            "unit": found,
            "heading": _("Unit %(number)s") % {"number": number},
            "back": reverse("inventory:units"),
        },
        done=lambda row: reverse("inventory:units"),
        said=lambda row: _("Unit %(name)s is saved.") % {"name": row},
        template="inventory/units/edit.html",
    )


@allow("items.edit")
@require_POST
@once
def unit_delete(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Unit, number=number)
    said = _("Unit %(name)s is deleted.") % {"name": found}
    back = reverse("inventory:unit_edit", args=[number])
    return do(request, items.delete_unit, found, back=back, done=reverse("inventory:units"), said=said)
