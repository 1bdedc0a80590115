"""A supplier's pages: new, show with its documents, edit, bar."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from accounts import history
from accounts.models import PaymentTerms
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from accounts.views.answers import tried
from layouts import choose, drafting
from layouts.blocks import SUPPLIER_PAPERS
from layouts.views.contacts import ContactPages
from layouts.views.facts import Fact, said
from layouts.views.kinds import key_of
from purchasing import orders, suppliers
from purchasing.forms import SupplierForm
from purchasing.models import GoodsReceipt, PurchaseOrder, Supplier, SupplierInvoice, SupplierReturn
from rackbeat.lib.actions import BUTTON, PRIMARY, Action, Actions, link
from rackbeat.lib.refusal import Refusal

LATEST = 8
LAST = ("archived", "-number")
LAST_INVOICE = (F("number").desc(nulls_first=True), "-draft_number")  # what is still being entered first


def _get(number: int) -> Supplier:
    return get_object_or_404(Supplier.objects.select_related("payment_terms", "layout"), number=number)


people = ContactPages("purchasing", "supplier", _get, "purchasing.edit", SUPPLIER_PAPERS)


@allow("purchasing.view")
def show(request: Request, number: int) -> HttpResponse:
    """Who it is, and what was bought there lately."""
    supplier = _get(number)
    orders = PurchaseOrder.objects.filter(supplier=supplier).order_by("archived", "-number")
    invoices = SupplierInvoice.objects.filter(supplier=supplier)
    receipts = GoodsReceipt.objects.filter(supplier=supplier).select_related("order").order_by("archived", "-number")
    context = {
        "supplier": supplier,
        "number": supplier.number,
        "heading": supplier.name,
        "facts": _facts(supplier),
        "actions": _actions(request, supplier),
        "orders": orders[:LATEST],
        "receipts": receipts[:LATEST],
        "invoices": [(invoice, key_of(invoice)) for invoice in invoices.order_by(*LAST_INVOICE)[:LATEST]],
        "returns": SupplierReturn.objects.filter(supplier=supplier).select_related("receipt").order_by(*LAST)[:LATEST],
        "events": history.of(supplier, may=request.may),
        **people.shown(supplier, request),
        "note_url": reverse("purchasing:supplier_note", args=[number]) if "purchasing.edit" in request.may else "",
    }
    return render(request, "purchasing/suppliers/show.html", context)


def _facts(supplier: Supplier) -> list[list[Fact]]:
    days = supplier.delivery_days
    return said(
        [
            [Fact(_("Address"), supplier.address_lines), Fact(_("Organisation number"), supplier.org_number)],
            [
                Fact(_("Contact"), supplier.reference),
                Fact(_("E-mail"), supplier.email, url=f"mailto:{supplier.email}"),
                Fact(_("Phone"), supplier.phone, url=f"tel:{supplier.phone}"),
            ],
            [
                Fact(_("Payment"), supplier.payment_terms or ""),
                Fact(
                    _("Delivery time"),
                    "" if days is None else ngettext("%(days)s day", "%(days)s days", days) % {"days": days},
                ),
            ],
            [
                Fact(_("VAT zone"), supplier.get_vat_zone_display()),
                Fact(_("Layout"), supplier.layout.name if supplier.layout else _("None"), missing=not supplier.layout),
            ],
        ]
    )


def _actions(request: Request, supplier: Supplier) -> Actions:
    if "purchasing.edit" not in request.may:
        return Actions()
    at = [supplier.number]
    label = _("Open for use") if supplier.is_barred else _("Bar supplier %(number)s") % {"number": supplier.number}
    barred = _("The supplier is barred.") if supplier.is_barred else ""
    new = reverse("purchasing:order_new") + f"?for={supplier.number}"
    bill = reverse("purchasing:invoice_new") + f"?for={supplier.number}"
    back = reverse("purchasing:credit_new") + f"?for={supplier.number}"
    return Actions(
        [
            link(_("Edit"), reverse("purchasing:supplier_edit", args=at), place=BUTTON, icon="edit", key="e"),
            Action(label, reverse("purchasing:supplier_bar", args=at), icon="lock"),
            Action(_("New supplier invoice"), bill, place=BUTTON, post=False, why_not=barred),
            Action(_("New supplier credit note"), back, post=False, icon="undo", why_not=barred),
            Action(pgettext("purchasing", "New order"), new, place=PRIMARY, post=False, key="n", why_not=barred),
        ]
    )


@allow("purchasing.edit")
@once
def new(request: Request) -> HttpResponse:
    """Enter a supplier. Who came from a new purchase order goes on to it."""
    terms = PaymentTerms.objects.filter(is_default=True).first()
    blank = Supplier(payment_terms=terms, layout=choose.default(), country=request.agreement.country)
    form = SupplierForm(request.POST if request.method == "POST" else None, row=blank)
    if supplier := tried(form, lambda: suppliers.register(by=request.user, **form.facts())):
        messages.success(request, _("Supplier %(number)s is in the register.") % {"number": supplier.number})
        if request.GET.get("then") == "order":
            order = orders.draft(supplier, by=request.user)
            return redirect(reverse("purchasing:order", args=[order.number]) + "?line=new")
        return redirect("purchasing:supplier", supplier.number)
    return _form_page(request, form, _("New supplier"), reverse("purchasing:suppliers"))


@allow("purchasing.edit")
@once
def edit(request: Request, number: int) -> HttpResponse:
    """Change what the register says."""
    supplier = _get(number)
    form = SupplierForm(request.POST if request.method == "POST" else None, row=supplier)
    if saved := tried(form, lambda: suppliers.change(supplier, by=request.user, **form.facts())):
        messages.success(request, _("Saved."))
        return redirect("purchasing:supplier", saved.number)
    return _form_page(request, form, str(supplier), reverse("purchasing:supplier", args=[number]))


def _form_page(request: Request, form: SupplierForm, heading: str, back: str) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "heading": heading, "back": back}
    context["crumb"] = [(_("Suppliers"), reverse("purchasing:suppliers"))]
    return render(request, "layouts/header.html", context, status=422 if form.is_bound else 200)


@allow("purchasing.edit")
@require_POST
@once
def bar(request: Request, number: int) -> HttpResponse:
    """Bar, or open for use again: whichever it is not."""
    supplier = _get(number)
    supplier = suppliers.bar(supplier, by=request.user, barred=not supplier.is_barred)
    word = _("Supplier %(number)s is barred.") if supplier.is_barred else _("Supplier %(number)s is open for use.")
    messages.success(request, word % {"number": number})
    return redirect("purchasing:supplier", number)


@allow("purchasing.edit")
@require_POST
@once
def note(request: Request, number: int) -> HttpResponse:
    """Write a remark into the supplier's history."""
    try:
        drafting.note(_get(number), request.POST.get("note", "")[:1000], by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("purchasing:supplier", number)
