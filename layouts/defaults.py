"""The layout that a new agreement is born with: a parent and a nested template for every kind of paper."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Agreement, BankAccount, User
from layouts.blocks import DEFAULTS
from layouts.models import Layout, LayoutTemplate


def furnish(agreement: Agreement, *, by: User | None = None) -> None:
    """Make the default layout in the agreement's language, payment terms included. Called when it is founded."""
    with translation.override(agreement.language):
        name = _("Standard")
    layout = Layout.objects.create(
        number=1,
        name=name,
        language=agreement.language,
        bank_account=BankAccount.objects.filter(is_default=True).first(),
        is_default=True,
    )
    complete(layout)


def complete(layout: Layout) -> None:
    """Add the templates that the layout does not have yet, each as that kind of paper usually looks."""
    present = set(layout.templates.values_list("kind", flat=True))
    LayoutTemplate.objects.bulk_create(usual(layout, kind) for kind in DEFAULTS if kind not in present)


def usual(layout: Layout, kind: str) -> LayoutTemplate:
    """A template as that kind of paper usually looks, not stored."""
    columns, blocks = DEFAULTS[kind]
    rows = [{"key": key, "width": 0, "on": True} for key in columns]
    return LayoutTemplate(layout=layout, kind=kind, columns=rows, blocks=list(blocks))
