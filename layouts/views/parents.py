"""Layouts as pages: the list of parents, a parent with its nested templates and its look, and what may happen to it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy, pgettext

from accounts import history
from accounts.models import BankAccount
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from layouts import nested, parents, preview
from layouts.blocks import BLOCKS, BOUGHT, OURS
from layouts.forms import NewLayoutForm, ParentForm
from layouts.models import Layout, PaperKind
from rackbeat.lib.actions import Action, Actions
from rackbeat.lib.lists import Action as ListAction
from rackbeat.lib.lists import Column, LinkColumn, ListPage
from rackbeat.lib.refusal import Refusal

LOOK = "invoice"  # what a parent is looked at with


class NameColumn(Column):
    """The name leads to the nested templates, as the number does."""

    def html(self, value: Any, row: Any, page: Any) -> str:
        return format_html('<a href="{}">{}</a>', page.url_of(row), value)


class LayoutList(ListPage):
    """The parent layouts. Number, name and count of templates lead to the nested ones."""

    name, allows = "layouts.layouts", "settings.view"
    title, noun = gettext_lazy("Layouts"), npgettext_lazy("list", "layout", "layouts")
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        NameColumn("name", gettext_lazy("Name"), wide=True, css="who"),
        Column("language", gettext_lazy("Language"), value=lambda row: row.get_language_display(), css="date"),
        Column("bank_account__name", gettext_lazy("Bank account"), css="st2"),
        Column("is_default", "", value=lambda row: _("Default") if row.is_default else "", sort=False, css="st3"),
    )
    order_by = "number"
    search = ("number", "name")
    row_url = "layouts:layout"
    create = ListAction("layouts:layout_new", gettext_lazy("New layout"), right="settings.edit")

    def rows(self) -> Any:  # type: ignore[override]
        return Layout.objects.select_related("bank_account")


def find(number: int) -> Layout:
    found = Layout.objects.select_related("bank_account", "agreement").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def url_of(layout: Layout, part: str = "", *more: Any) -> str:
    return reverse(f"layouts:layout{'_' if part else ''}{part}", args=[layout.number, *more])


def tabs(layout: Layout, current: str = "") -> list[tuple[Any, list[dict[str, Any]]]]:
    """The parent and its templates, by whom the papers are for."""
    parent: dict[str, Any] = {"label": _("All papers"), "url": url_of(layout), "current": not current}
    found: list[tuple[Any, list[dict[str, Any]]]] = [("", [parent])]
    kinds: dict[str, list[PaperKind]] = {"customers": [], "suppliers": [], "us": []}
    for kind in PaperKind:
        kinds["us" if kind in OURS else "suppliers" if kind in BOUGHT else "customers"].append(kind)
    words = {"customers": _("Sales"), "suppliers": _("Purchasing"), "us": _("Stock")}
    for whom, those in kinds.items():
        url = partial(url_of, layout, "template")
        found.append((words[whom], [{"label": k.label, "url": url(k.value), "current": k == current} for k in those]))
    return found


@allow("settings.edit")
@once
def new(request: Request) -> HttpResponse:
    """A new parent, with a template for every kind of paper."""
    form = NewLayoutForm(
        request.POST if request.method == "POST" else None, initial={"language": request.agreement.language}
    )
    if form.is_bound and form.is_valid():
        bank = BankAccount.objects.filter(is_default=True).first()
        try:
            layout = parents.create(by=request.user, bank_account=bank, **form.cleaned_data)
            return HttpResponseRedirect(url_of(layout))
        except Refusal as no:
            form.add_error("name", str(no.message))
    context = {
        "form": form,
        "heading": _("New layout"),
        "back": reverse("layouts:layouts"),
        "crumb": [(_("Layouts"), reverse("layouts:layouts"))],
        "submit": _("Create and edit"),
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


@allow("settings.view", post="settings.edit")
@once
def show(request: Request, number: int) -> HttpResponse:
    """A parent: its templates, and what is common to all of them."""
    layout = find(number)
    form = ParentForm(request.POST if request.method == "POST" else None, request.FILES or None, instance=find(number))
    if form.is_bound and form.is_valid():
        try:
            _save(layout, form, request)
            preview.forget(request.user, layout, "")
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(url_of(layout))
        except Refusal as no:
            no.put_on(form)
        except ValidationError as no:
            form.add_error(None, no)
    return _page(request, layout, form)


def _save(layout: Layout, form: ParentForm, request: Request) -> None:
    parents.change(layout, by=request.user, **form.facts())
    for name, give in (("logo", parents.give_logo), ("signature", parents.give_signature)):
        picture = form.cleaned_data.get(name)
        if picture:
            if picture.size > parents.LOGO_BYTES:
                raise Refusal(_("The picture is larger than 5 MB. Choose a smaller one."), field=name)
            give(layout, picture.read(), by=request.user)
        elif form.cleaned_data.get(f"{name}_off") and getattr(layout, name):
            give(layout, None, by=request.user)


def _page(request: Request, layout: Layout, form: ParentForm) -> HttpResponse:
    writes = "settings.edit" in request.may
    used = [(name, count) for name, count in parents.uses(layout) if count]
    context = {
        "layout": layout,
        "form": form,
        "heading": layout.name,
        "writes": writes,
        "tabs": tabs(layout),
        "templates": [_row(layout, kind) for kind in PaperKind],
        "uses": used,
        "actions": _actions(layout, used) if writes else Actions(),
        "events": history.of(layout, may=request.may),
        "frame_url": url_of(layout, "sheet", LOOK),
        "frame_title": PaperKind(LOOK).label,
        "preview_url": url_of(layout, "look"),
        "delete_url": url_of(layout, "delete"),
    }
    return render(request, "layouts/parent.html", context, status=422 if form.errors else 200)


def _row(layout: Layout, kind: PaperKind) -> dict[str, Any]:
    template = nested.template_of(layout, kind)
    on = [BLOCKS[key] for key in template.blocks if key in BLOCKS]
    return {
        "label": kind.label,
        "title": template.title,
        "url": url_of(layout, "template", kind.value),
        "blocks": ", ".join(str(each) for each in on),
        "columns": sum(1 for each in nested.full(template, kind) if each["on"]),
    }


def _actions(layout: Layout, used: list[tuple[str, int]]) -> Actions:
    found = [Action(pgettext("verb", "Copy"), url_of(layout, "copy"), icon="file")]
    if not layout.is_default:
        found.append(Action(_("Make it the default"), url_of(layout, "default"), icon="check"))
    delete = _("Delete %(name)s") % {"name": layout.name}
    why = ""
    if layout.is_default:
        why = _("It is the default.")
    elif used:
        why = _("It is used by %(users)s.") % {"users": ", ".join(f"{count} {name}" for name, count in used)}
    found.append(
        Action(
            delete, url_of(layout, "delete"), icon="trash", danger=True, why_not=why, dialog="" if why else "ask-delete"
        )
    )
    return Actions(found)


@allow("settings.edit")
@once
def copy(request: Request, number: int) -> HttpResponse:
    """Another parent that looks the same."""
    layout = find(number)
    if request.method != "POST":
        return HttpResponseRedirect(url_of(layout))
    twin = parents.copy(layout, by=request.user)
    messages.success(request, _("%(name)s is made.") % {"name": twin.name})
    return HttpResponseRedirect(url_of(twin))


@allow("settings.edit")
@once
def default(request: Request, number: int) -> HttpResponse:
    """Let new customers and suppliers get this one."""
    layout = find(number)
    if request.method == "POST":
        parents.make_default(layout, by=request.user)
        messages.success(request, _("New customers and suppliers get %(name)s.") % {"name": layout.name})
    return HttpResponseRedirect(url_of(layout))


@allow("settings.edit")
@once
def delete(request: Request, number: int) -> HttpResponse:
    """Throw a parent away that nobody uses; without a script the question is a page."""
    layout = find(number)
    if request.method != "POST":
        question = {
            "heading": _("Delete %(name)s?") % {"name": layout.name},
            "submit": _("Delete %(name)s") % {"name": layout.name},
            "text": _("Its templates go with it. It cannot be brought back."),
            "danger": True,
        }
        context = {"question": question, "heading": question["heading"], "back": url_of(layout)}
        return render(request, "layouts/question.html", context)
    try:
        parents.delete(layout, by=request.user)
    except Refusal as no:
        messages.error(request, str(no.message))
        return HttpResponseRedirect(url_of(layout))
    messages.success(request, _("%(name)s is deleted.") % {"name": layout.name})
    return HttpResponseRedirect(reverse("layouts:layouts"))
