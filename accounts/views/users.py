"""Firmainnstillinger > Brukere: who belongs here, in which role, and the way to a new password for each of them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import members, profile
from accounts.forms import InviteForm, RoleForm
from accounts.models import Membership, Role
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from accounts.views.answers import page, tried
from rackbeat.lib.lists import Action, Column, DateColumn, LinkColumn, ListPage, View
from rackbeat.lib.refusal import Refusal

MEANINGS = {
    Role.OWNER: gettext_lazy("Everything, settings and users too."),
    Role.OFFICE: gettext_lazy("Buys, sells and books; sees cost and prices. Reads the settings."),
    Role.WAREHOUSE: gettext_lazy("Receives, picks and sends. Sees neither cost nor sales prices."),
    Role.READER: gettext_lazy("Sees everything, changes nothing."),
}


class NameColumn(LinkColumn):
    """The name, and which of them is the reader: the help article says “choose your user”."""

    def html(self, value: Any, row: Any, page: Any) -> str:
        said = super().html(value, row, page)
        if row is None or row.user_id != page.request.user.pk:
            return said
        return format_html('{} <span class="soft small">{}</span>', said, pgettext("user", "you"))


class Users(ListPage):
    """The people of this agreement. Everybody finds themselves here."""

    name = "accounts.users"
    allows = "settings.view"
    title = gettext_lazy("Users")
    noun = ngettext_lazy("user", "users")
    columns: ClassVar = (
        NameColumn("name", gettext_lazy("Name"), value="user__name", sort="user__name", css="nr"),
        Column("email", gettext_lazy("E-mail"), value="user__email", sort="user__email", wide=True, css="who"),
        Column("role", gettext_lazy("Role"), value=lambda row: row.get_role_display(), css="st3"),
        DateColumn("last", gettext_lazy("Last log-in"), value="user__last_login", sort="user__last_login", css="date"),
    )
    order_by = "name"
    search = ("user__name", "user__email")
    search_hint = gettext_lazy("Search name or e-mail")
    views: ClassVar = (
        View("active", gettext_lazy("Active"), where=lambda rows, page: rows.filter(is_barred=False), count=True),
        View("barred", gettext_lazy("Barred"), where=lambda rows, page: rows.filter(is_barred=True)),
    )
    create = Action("accounts:user_new", gettext_lazy("Invite a user"), right="users.edit")

    def rows(self):
        """Through the agreement: memberships have no scoped manager, for they are read before one is chosen."""
        return Membership.objects.filter(agreement=self.request.agreement).select_related("user")

    def row_url(self, row: Membership) -> str:
        return reverse("accounts:user", args=[row.user_id])


def _member(request: Request, pk: int) -> Membership:
    mine = Membership.objects.filter(agreement=request.agreement).select_related("user", "agreement")
    return get_object_or_404(mine, user_id=pk)


def _roles(form: InviteForm | RoleForm) -> list[tuple[Any, Any]]:
    """Each role's button with what the role may."""
    return [(radio, MEANINGS[Role(radio.data["value"])]) for radio in form["role"]]


@sensitive_post_parameters("password")
@allow("users.edit")
@once
def new(request: Request) -> HttpResponse:
    """Invite somebody: by mail, or with a first password."""
    agreement = request.agreement
    form = InviteForm(request.POST or None, initial={"language": agreement.language})
    found: list[Membership] = []
    if request.method == "POST" and tried(
        form, lambda: found.append(members.invite(agreement, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("%(name)s is invited.") % {"name": found[0].user})
        return redirect("accounts:user", found[0].user_id)
    context = {"back": reverse("accounts:users"), "roles": _roles(form), "heading": _("Invite a user")}
    return page(request, "accounts/users/new.html", form, submit=_("Invite"), **context)


@allow("settings.view")
def show(request: Request, pk: int) -> HttpResponse:
    """One user: role, state, password. Who is it themselves finds "Change password" here."""
    member = _member(request, pk)
    form = RoleForm(initial={"role": member.role})
    own, owns = member.user_id == request.user.pk, "users.edit" in request.may
    return page(
        request,
        "accounts/users/show.html",
        form,
        member=member,
        own=own,
        meaning=MEANINGS[Role(member.role)],
        roles=_roles(form),
        events=profile.history_of(member.user, request.may, logins="logins" in request.GET) if own or owns else [],
        heading=str(member.user),
    )


def _answer(request: Request, pk: int, verb: Callable[[], Any], say: str) -> HttpResponse:
    """Do it and go back to the user, with what was done or why not."""
    try:
        verb()
        messages.success(request, say)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:user", pk)


@require_POST
@allow("users.edit")
def role(request: Request, pk: int) -> HttpResponse:
    member, form = _member(request, pk), RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a role."))
        return redirect("accounts:user", pk)
    wanted = form.cleaned_data["role"]
    say = _("%(name)s is now %(role)s.") % {"name": member.user, "role": Role(wanted).label}
    return _answer(request, pk, lambda: members.change_role(member, by=request.user, role=wanted), say)


@require_POST
@allow("users.edit")
def bar(request: Request, pk: int) -> HttpResponse:
    member = _member(request, pk)
    say = _("%(name)s is barred.") % {"name": member.user}
    return _answer(request, pk, lambda: members.bar(member, by=request.user), say)


@require_POST
@allow("users.edit")
def unbar(request: Request, pk: int) -> HttpResponse:
    member = _member(request, pk)
    say = _("%(name)s can log in here again.") % {"name": member.user}
    return _answer(request, pk, lambda: members.unbar(member, by=request.user), say)


@require_POST
@allow("users.edit")
def password(request: Request, pk: int) -> HttpResponse:
    """For somebody else: the mail with the link. One's own is changed on a page that asks for the old one."""
    member = _member(request, pk)
    say = _("A mail with a link is on its way to %(email)s.") % {"email": member.user.email}
    return _answer(request, pk, lambda: members.ask_for_new_password(member, by=request.user), say)
