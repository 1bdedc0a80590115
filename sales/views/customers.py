"""Customers as pages: the list, one customer with its figures and documents, and the form of its card."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from accounts import history
from accounts.models import PaymentTerms
from accounts.once import once
from accounts.permissions import allow
from accounts.views.answers import tried
from layouts import choose, drafting
from layouts.blocks import CUSTOMER_PAPERS
from layouts.views.contacts import ContactPages
from layouts.views.desk import BUTTON, PRIMARY, Action, Actions, address, link, render_undo
from layouts.views.headers import LayoutForm
from layouts.views.kinds import key_of
from rackbeat.lib import tracks
from rackbeat.lib.lists import Action as ListAction
from rackbeat.lib.lists import AmountColumn, BadgeColumn, Column, LinkColumn, ListPage, View
from rackbeat.lib.refusal import Refusal
from sales import customers, invoices, orders, quotes
from sales.filters import CustomerFilters
from sales.forms import CustomerForm
from sales.models import Customer, SalesInvoice
from sales.views import customer_facts

BEGIN: dict[str, Any] = {"quote": quotes.draft, "order": orders.draft, "invoice": invoices.draft}
BARRED = tracks.Said(gettext_lazy("Barred"), "end", "neutral")


class CustomerList(ListPage):
    """Who buys from us, and what they owe."""

    name, allows = "sales.customers", "sales.view"
    title, noun = gettext_lazy("Customers"), ngettext_lazy("customer", "customers")
    filterset = CustomerFilters
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        Column("name", gettext_lazy("Name"), sort="name_sort", wide=True),
        Column("city", gettext_lazy("City"), value=lambda row: f"{row.postcode} {row.city}".strip(), css="city"),
        Column("email", gettext_lazy("E-mail"), soft=True, rank=1, css="ref"),
        AmountColumn("still_open", gettext_lazy("Open"), right="price.view", total=True),
        Column("phone", gettext_lazy("Phone"), soft=True, extra=True),
        Column("org_number", gettext_lazy("Org. no."), soft=True, extra=True),
        Column("reference", gettext_lazy("Contact"), soft=True, extra=True),
        BadgeColumn("is_barred", gettext_lazy("Barred"), value=lambda row: BARRED if row.is_barred else None),
    )
    order_by = "name"
    search = ("number", "name", "city", "email", "org_number")
    search_hint = gettext_lazy("Search number, name, city, e-mail")
    views = (
        View("active", gettext_lazy("Active"), count=True, where=Q(is_barred=False)),
        View("barred", gettext_lazy("Barred"), {"barred": "yes"}, count=True),
    )
    row_url = "sales:customer"
    create = ListAction("sales:customer_new", right="sales.edit")
    actions = (
        ListAction(
            "accounts:import_new", pgettext_lazy("verb", "Import"), right="sales.edit", icon="in", args=("customers",)
        ),
    )
    totals_note = gettext_lazy("incl. VAT")
    empty = gettext_lazy("No customers yet. Create the first.")

    def rows(self) -> QuerySet[Customer]:  # type: ignore[override]
        unpaid = SalesInvoice.objects.filter(
            ~Q(amount_paid=F("amount_total")), customer=OuterRef("pk"), status="booked"
        )
        total = unpaid.order_by().values("customer").annotate(open=Sum(F("amount_total") - F("amount_paid")))
        return Customer.objects.annotate(still_open=Subquery(total.values("open")))


# --- one customer ------------------------------------------------------------------------------------------------


def find(number: int) -> Customer:
    rows = Customer.objects.select_related("payment_terms", "layout", "agreement")
    found = rows.filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise Http404
    return found


people = ContactPages("sales", "customer", find, "sales.edit", CUSTOMER_PAPERS)


def url_of(customer: Customer, verb: str = "", *more: Any) -> str:
    return reverse(f"sales:customer_{verb}" if verb else "sales:customer", args=[customer.number, *more])


@allow("sales.view")
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Who it is, what it owes and buys, its latest documents."""
    return _page(request, find(number))


def _page(request: Any, customer: Customer, *, refusal: Any = "", layout_form: Any = None) -> HttpResponse:
    writes = "sales.edit" in request.may
    context = {
        "customer": customer,
        "number": customer.number,
        "heading": customer.name,
        "badges": [BARRED] if customer.is_barred else [],
        "actions": _actions(customer) if writes else Actions(),
        "refusal": refusal,
        "events": history.of(customer, may=request.may),
        "note_url": url_of(customer, "note") if writes else "",
        "undo_url": url_of(customer, "unbar" if customer.is_barred else "bar") if writes else "",
        "layout_form": layout_form or (LayoutForm(initial={"layout": customer.layout_id}) if writes else None),
        "layout_page": address("layouts:layout", customer.layout.number) if customer.layout else "",
        "delivery_lines": customer_facts.delivery_lines(customer),
        "latest": customer_facts.latest(customer, request.may),
        **people.shown(customer, request),
        **customer_facts.figures(customer, request.agreement.today(), request.may),
    }
    status = 422 if refusal or (layout_form and layout_form.errors) else 200
    return render(request, "sales/customers/show.html", context, status=status)


def _actions(customer: Customer) -> Actions:
    why = _("The customer is barred.") if customer.is_barred else ""
    new = {"quote": _("New quote"), "order": _("New order"), "invoice": _("New invoice")}
    found = [link(_("Edit"), url_of(customer, "edit"), place=BUTTON, icon="edit", key="e")]
    for kind, label in new.items():
        if address(f"sales:{kind}", 1):
            place = PRIMARY if kind == "order" else BUTTON
            found.append(Action(label, url_of(customer, "begin", kind), place=place, why_not=why))
    if customer.is_barred:
        found.append(Action(_("Open for use"), url_of(customer, "unbar"), icon="lock"))
    else:
        bar_it = _("Bar customer %(number)s") % {"number": customer.number}
        found.append(Action(bar_it, url_of(customer, "bar"), icon="lock", danger=True))
    return Actions(found)


# --- its card ----------------------------------------------------------------------------------------------------


@allow("sales.edit")
@once
def new(request: Any) -> HttpResponse:
    """Enter a customer; what a new one usually has stands there already. Who came from a new document goes on to it."""
    usual = Customer(
        layout=choose.default(),
        payment_terms=PaymentTerms.objects.filter(is_default=True).first(),
        country=request.agreement.country,
    )
    form = CustomerForm(request.POST if request.method == "POST" else None, row=usual)
    if customer := tried(form, lambda: customers.create(by=request.user, **form.facts())):
        words = _("Customer %(number)s is in the register.") % {"number": customer.number}
        messages.success(request, words)
        then = request.GET.get("then", "")
        return _begun(request, customer, then) if then in BEGIN else HttpResponseRedirect(url_of(customer))
    return _form_page(request, form, _("New customer"), reverse("sales:customers"))


@allow("sales.edit")
@once
def edit(request: Any, number: int) -> HttpResponse:
    """Change the card."""
    customer = find(number)
    form = CustomerForm(request.POST if request.method == "POST" else None, row=copy(customer))
    if saved := tried(form, lambda: customers.change(customer, by=request.user, **form.facts())):
        return HttpResponseRedirect(url_of(saved))
    return _form_page(request, form, _("Edit %(name)s") % {"name": customer.name}, url_of(customer))


def _form_page(request: HttpRequest, form: CustomerForm, heading: str, back: str) -> HttpResponse:
    crumb = [(_("Customers"), reverse("sales:customers"))]
    context = {"form": form, "heading": heading, "back": back, "crumb": crumb}
    return render(request, "layouts/header.html", context, status=422 if form.is_bound else 200)


# --- its verbs ---------------------------------------------------------------------------------------------------


@allow("sales.edit")
@once
def bar(request: Any, number: int) -> HttpResponse:
    """Let nothing new be made for the customer."""
    return _bar(request, number, barred=True)


@allow("sales.edit")
@once
def unbar(request: Any, number: int) -> HttpResponse:
    """Open the customer for use again."""
    return _bar(request, number, barred=False)


def _bar(request: Any, number: int, *, barred: bool) -> HttpResponse:
    """Both can be undone on the spot."""
    customer = find(number)
    if request.method == "POST":
        customers.bar(customer, by=request.user, barred=barred)
        done = _("Customer %(number)s is barred.") if barred else _("Customer %(number)s is open for use.")
        messages.success(request, render_undo(done % {"number": number}))
    return HttpResponseRedirect(url_of(customer))


@allow("sales.edit")
@once
def choose_layout(request: Any, number: int) -> HttpResponse:
    """Choose what the customer's next documents are printed with (S6)."""
    customer = find(number)
    if request.method != "POST":
        return HttpResponseRedirect(url_of(customer) + "#layout")
    form = LayoutForm(request.POST)
    if not form.is_valid():
        return _page(request, customer, layout_form=form)
    customers.choose_layout(customer, form.cleaned_data["layout"], by=request.user)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(url_of(customer) + "#layout")


@allow("sales.edit")
@once
def note(request: Any, number: int) -> HttpResponse:
    """Write a remark into the customer's history."""
    customer = find(number)
    try:
        if request.method == "POST":
            drafting.note(customer, request.POST.get("note", "").replace("\x00", "")[:1000], by=request.user)
    except Refusal as no:
        return _page(request, customer, refusal=no.message)
    return HttpResponseRedirect(url_of(customer))


@allow("sales.edit")
@once
def begin(request: Any, number: int, kind: str) -> HttpResponse:
    """Begin a quote, an order or an invoice for the customer."""
    customer = find(number)
    if kind not in BEGIN:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(url_of(customer))
    return _begun(request, customer, kind)


def _begun(request: Any, customer: Customer, kind: str) -> HttpResponse:
    try:
        made = BEGIN[kind](customer, by=request.user)
    except Refusal as no:
        return _page(request, customer, refusal=no.message)
    return HttpResponseRedirect(reverse(f"sales:{kind}", args=[key_of(made)]) + "?line=new")
