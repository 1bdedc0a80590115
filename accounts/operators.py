"""Administrators and support staff: who looks past one agreement needs a second factor, but for demo and tests."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _


def lacks_factor(request: Any, view: Any) -> HttpResponseRedirect | None:
    """Where a member is sent whose agreement demands a second factor from everybody; None for who has one, and for
    what belongs to no agreement: the own profile, switching, leaving."""
    if not (request.membership and request.agreement.needs_second_factor):
        return None
    if getattr(view, "any_agreement", False) or getattr(view, "allows", "") == "open" or is_mfa_enabled(request.user):
        return None
    messages.warning(request, _("Your company demands a second factor from everybody. Set one up first."))
    return HttpResponseRedirect(reverse("mfa_index"))


def refuse(request: HttpRequest) -> HttpResponseRedirect | None:
    """Where an operator without a second factor is sent, or None. With one, logging in has asked for it already."""
    user = request.user
    if not settings.OPERATORS_NEED_SECOND_FACTOR or not user.is_authenticated:
        return None
    if not (user.is_staff or user.is_support) or is_mfa_enabled(user):
        return None
    messages.warning(request, _("Administrators and support staff need a second factor. Set one up first."))
    return HttpResponseRedirect(reverse("mfa_index"))
