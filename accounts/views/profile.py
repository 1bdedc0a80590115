"""What a person keeps about themselves: name, language, look, keys; and the first password of somebody invited."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import members, profile, welcome
from accounts.forms import ProfileForm, WelcomeForm
from accounts.models import User
from accounts.permissions import allow
from accounts.request import Request
from accounts.views import sessions
from accounts.views.answers import page, tried


@allow("user", any_agreement=True)
def own(request: Request) -> HttpResponse:
    """User settings."""
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and tried(form, lambda: profile.change(request.user, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    context = {
        "heading": _("User settings"),
        "events": profile.history_of(request.user, request.may, logins="logins" in request.GET),
        "limits": sessions.limits(),
    }
    return page(request, "accounts/profile/own.html", form, **context)


@sensitive_post_parameters("password")
@allow("open", any_agreement=True)
def first_password(request: Request, token: str) -> HttpResponse:
    """The link in an invitation."""
    user = welcome.invited(token)
    if user is None:
        return page(request, "accounts/profile/too_late.html")
    form = WelcomeForm(request.POST or None, user=user)
    if request.method == "POST" and tried(form, lambda: members.set_password(user, form.cleaned_data["password"])):
        get_adapter().login(request, user)
        return redirect("accounts:choose" if user.memberships.count() > 1 else "/")
    return page(request, "accounts/profile/welcome.html", form, person=user)


@allow("open")
def nowhere(request: Request) -> HttpResponse:
    """allauth's own lists of addresses and its sign-up: we have one address a person, and the wizard."""
    raise Http404
