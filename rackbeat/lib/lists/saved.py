"""Views that people save by name: a state of a list, one's own or shared with everybody of the agreement.

The table belongs to the storey above, so it is known here by its name only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from rackbeat.lib.lists import remember
from rackbeat.lib.lists.remember import LONGEST
from rackbeat.lib.refusal import Refusal, require

if TYPE_CHECKING:
    from rackbeat.lib.lists.page import ListPage
    from rackbeat.lib.lists.state import State

LONGEST_NAME = 40
MAKER = Coalesce(NullIf("user__name", Value("")), "user__email", output_field=TextField())
MOST = 30


def rows(request: HttpRequest, name: str) -> Any:
    """One's own, and what others share."""
    table = apps.get_model("accounts.ListView").objects
    return table.filter(Q(user=request.user) | Q(is_shared=True), list_name=name)


def kept(request: HttpRequest, name: str) -> tuple[list[Any], str]:
    """The views, one's own first, each with its `maker`; and the state that one remembered. One statement for both."""
    table = apps.get_model("accounts.ListView")
    who = ("id", "agreement_id", "user_id", "list_name")
    facts = (*who, "name", "query", "is_shared")  # in the order of the model
    views = rows(request, name).order_by().values_list(*facts, MAKER)
    mine = remember.rows(request, name).order_by()
    mine = mine.values_list(*who, Value(""), "query", Value(False), Value(None, output_field=TextField()))
    found, remembered = [], ""
    for *values, maker in views.union(mine, all=True):
        if maker is None:
            remembered = values[facts.index("query")]
            continue
        view: Any = table.from_db(views.db, facts, values)
        view.maker = maker
        found.append(view)
    found.sort(key=lambda view: (view.user_id != request.user.pk, view.pk))
    return found[:MOST], remembered


def may_change(request: Any, view: Any) -> bool:
    """Whose it is; and a shared one also who runs the agreement, so that none outlives its maker."""
    return view.user_id == request.user.pk or (view.is_shared and "settings.edit" in request.may)


def keep(request: HttpRequest, name: str, query: str, *, called: str, shared: bool) -> Any:
    """Save this state under a name; one's own view of that name is written over."""
    called = " ".join(called.replace("\x00", "").split())[:LONGEST_NAME]
    require(called, _("Give the view a name."))
    mine = rows(request, name).filter(user=request.user)
    require(mine.filter(name=called).exists() or mine.count() < MOST, _("You have 30 views here; delete one first."))
    view, _made = apps.get_model("accounts.ListView").objects.update_or_create(
        user=request.user, list_name=name, name=called, defaults={"query": query[:LONGEST], "is_shared": shared}
    )
    return view


def rename(request: HttpRequest, view: Any, *, called: str, shared: bool) -> None:
    called = " ".join(called.replace("\x00", "").split())[:LONGEST_NAME]
    require(called, _("Give the view a name."))
    others = type(view).objects.filter(user=view.user_id, list_name=view.list_name, name=called).exclude(pk=view.pk)
    require(not others.exists(), _("There is another view of that name."))
    view.name, view.is_shared = called, shared
    view.save(update_fields=["name", "is_shared"])


def answer(page: ListPage, given: State) -> HttpResponseRedirect:
    """A POST about views: save this state as one; or save, rename, share or delete the one that is named."""
    post, request = page.request.POST, page.request
    do, query = post["do"], given.unsaved().query()
    view = next((each for each in page.saved_views if str(each.pk) == post.get("saved")), None)
    called, shared = post.get("name", ""), bool(post.get("shared"))
    try:
        if do == "view-new":
            view = keep(request, page.name, query, called=called, shared=shared)
        elif view is None or not may_change(request, view):
            raise PermissionDenied
        elif do == "view-save":
            view.query = query
            view.save(update_fields=["query"])
        elif do == "view-rename":
            rename(request, view, called=called, shared=shared)
        elif do == "view-delete":
            view.delete()
            messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
            view = None
    except Refusal as no:
        messages.error(request, str(no))
        return HttpResponseRedirect(request.path + page.link(given))
    address = page.link(given.unsaved()) if view is None else page.link_to(view)
    return HttpResponseRedirect(request.path + address)
