"""What every admin page of a tenant's rows stands on: the agreement chosen by number, the verbs, the agreement's history.

Nobody passes the fence here: without a chosen agreement there are no rows, and the choice is written in its history.
"""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import Agreement, User
from rackbeat.lib.refusal import Refusal

KEY = "admin_agreement"


def choose(request: HttpRequest, agreement: Agreement | None) -> None:
    """Look into an agreement from now on, or into none. The agreement can read who looked in."""
    if agreement is None:
        request.session.pop(KEY, None)
        return
    from accounts.tenancy import acting_for

    assert isinstance(request.user, User)
    with acting_for(agreement):
        history.record(agreement, "visited", by=request.user)
    request.session[KEY] = agreement.number


class TenantAdmin(admin.ModelAdmin):
    """Rows of the chosen agreement. What is saved goes through a verb, which writes the history; Django's log stays empty."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model._default_manager.filter(agreement=request.agreement)  # type: ignore[attr-defined]

    def _chosen(self, request: HttpRequest) -> bool:
        return getattr(request, "agreement", None) is not None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._chosen(request) and super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._chosen(request) and super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._chosen(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._chosen(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _first_choose(self, request: HttpRequest) -> HttpResponse | None:
        if self._chosen(request):
            return None
        messages.warning(request, _("Choose an agreement by its number first."))
        return redirect("admin:accounts_agreement_choose")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return self._first_choose(request) or super().changelist_view(request, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self._first_choose(request) or super().delete_view(request, object_id, extra_context)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return self._first_choose(request) or super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        kind = self.model._meta.label_lower
        place = reverse("admin:accounts_event_changelist")
        return HttpResponseRedirect(f"{place}?kind={kind}&subject_id__exact={object_id}")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None


class ReadOnlyAdmin(TenantAdmin):
    """To look at: the ledger, documents, and what the product's own pages and verbs keep."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return list_display[:1]


class ReadOnlyLines(admin.TabularInline):
    """The lines of a document, under it."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def look_at(
    model: Any, *columns: str, search: tuple[str, ...] = (), lines: Any = None, filters: tuple[str, ...] = ()
) -> None:
    """Register `model` to be looked at: its columns, what is searched, its lines."""
    inlines = [type(f"{lines.__name__}Inline", (ReadOnlyLines,), {"model": lines})] if lines else []
    facts = {
        "__module__": __name__,
        "list_display": columns,
        "search_fields": search,
        "inlines": inlines,
        "list_filter": filters,
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (ReadOnlyAdmin,), facts))
