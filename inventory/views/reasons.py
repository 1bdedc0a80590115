"""The register of reasons for adjustments, kept like the other registers of company settings."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.views import registers
from inventory.models import Reason
from rackbeat.lib.lists import Action, Column, LinkColumn


def _barred(row: Reason) -> str:
    return str(_("Barred")) if row.is_barred else ""


class ReasonList(registers.RegisterList):
    """Why stock is adjusted: seven that everybody has, and the agreement's own."""

    name, one = "inventory.reasons", "inventory:reason"
    title = _("Reasons for adjustments")
    noun = ngettext_lazy("reason", "reasons")
    rows = Reason.objects.all
    columns: ClassVar = (
        LinkColumn("number", _("No.")),
        Column("name", _("Name"), wide=True, css="who"),
        Column("kind", _("Type"), value=lambda row: row.get_kind_display(), css="date"),
        Column("is_barred", "", value=_barred, sort=False, css="st3"),
    )
    create = Action("inventory:reason_new", _("New reason"), right="settings.edit")


class ReasonForm(forms.ModelForm):
    class Meta:
        model = Reason
        fields = ("number", "name", "kind", "is_barred")
        help_texts: ClassVar = {"kind": _("Reports sum by it.")}


REASONS = registers.Register(
    Reason, ReasonForm, "inventory:reason", "number", ReasonList.create.label, ReasonList.title
)
new, change, remove = registers.new(REASONS), registers.change(REASONS), registers.remove(REASONS)
