"""Which agreement one works in: the choice after logging in, and the switch in the menu."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import allow
from accounts.request import Request


@allow("user")
def choose(request: Request) -> HttpResponse:
    """The agreements of this person. Who has none is led to where they work."""
    memberships = request.memberships
    if not memberships and request.user.is_staff:
        return redirect("admin:index")
    if not memberships and request.user.is_support:
        return redirect("support:look_up")
    return render(request, "accounts/agreements/choose.html")


@require_POST
@allow("user", any_agreement=True)
def switch(request: Request) -> HttpResponse:
    """Work in another agreement from now on, in every window; the session gets another key."""
    number = request.POST.get("to", "")
    wanted = [each for each in request.memberships if str(each.agreement.number) == number]
    if not wanted:
        raise Http404
    agreement = wanted[0].agreement
    request.session.cycle_key()
    request.session["agreement"] = agreement.pk
    messages.success(request, _("You now work in %(agreement)s.") % {"agreement": agreement})
    return redirect("/")
