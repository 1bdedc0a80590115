"""For each request: the reader's language, the agreement, and one transaction inside which only its rows exist."""

import logging
import random
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.messages import get_messages
from django.db import DataError, IntegrityError, InternalError, OperationalError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts import grants, operators, sessions
from accounts.models import Agreement, Membership, Role
from accounts.permissions import RIGHTS
from accounts.tenancy import acting_as, acting_for
from rackbeat.lib import door, periods
from rackbeat.lib.refusal import Refusal

GetResponse = Callable[[HttpRequest], HttpResponseBase]
RETRY = {"40001", "40P01"}  # serialization failure, deadlock
TAKEN = {"23505", "23503"}  # unique and foreign keys: somebody else was quicker
READING = ("GET", "HEAD", "OPTIONS")
READ_ONLY = "25006"  # what a visitor's transaction refuses to write
BUSY = {"55P03", "57014"}  # lock not available in time, statement cancelled because it took too long
UNREADABLE = _("A number or a text in it is larger than we can keep, or holds signs that nobody can type.")
QUICKER = _(
    "Somebody else saved the same number, or removed what this uses, at the same moment. Nothing of yours was saved: "
    "look at how it stands now, and try again."
)
log = logging.getLogger(__name__)
TRIES = 4
SEEN_EVERY = 300  # seconds between two notes of being there, so that reading writes nothing
ADMIN = "/admin/"
DESK = "/support/"  # a visit stays outside the desk, which writes down what is looked up
VISIT = "support_visit"  # in the session: the number of the agreement that support looks into
LOOKING = _("You look in as support: nothing can be changed here, and this would write something.")


class SessionLimitMiddleware:
    """Eight hours without a click end a session, seven days end it however busy it was."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(periods.now().timestamp())
            since = request.session.setdefault("since", now)
            seen = request.session.get("seen", now)
            if now - seen > settings.SESSION_IDLE_AGE or now - since > settings.SESSION_COOKIE_AGE:
                logout(request)
                request.was_idle = now - seen > settings.SESSION_IDLE_AGE  # type: ignore[attr-defined]
            elif door.is_by_itself(request):
                pass  # a page that stands open is nobody's click
            elif now - seen > SEEN_EVERY or "seen" not in request.session:
                request.session["seen"] = now
                sessions.seen(request)
        return self.get_response(request)


class LanguageMiddleware:
    """The user's own language; for strangers the one they chose (cookie), else the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            language = request.user.language
        else:
            language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class AgreementMiddleware:
    """Last in the list. Finds the membership, then runs the view in the agreement's transaction, rendering included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.agreement = request.membership = None  # type: ignore[attr-defined]
        request.memberships = []  # type: ignore[attr-defined]
        request.may = frozenset()  # type: ignore[attr-defined]
        request.visit = None  # type: ignore[attr-defined]
        if request.user.is_authenticated and not request.path.startswith(settings.STATIC_URL):
            self._find_membership(request)
            if request.path.startswith(ADMIN):
                self._find_administered(request)
            elif VISIT in request.session and not request.path.startswith(DESK):
                self._find_visit(request)
        if request.path.startswith((ADMIN, DESK)):
            with timezone.override(settings.STAFF_TIME_ZONE):
                return self.get_response(request)
        return self.get_response(request)

    def _find_administered(self, request: HttpRequest) -> None:
        """In the administration no membership counts: the agreement is the one that was chosen there by number."""
        request.membership, request.may = None, frozenset()  # type: ignore[attr-defined]
        number = request.session.get("admin_agreement") if request.user.is_staff else None  # type: ignore[union-attr]
        found = Agreement.objects.select_related("base_currency").filter(number=number).first() if number else None
        request.agreement = found  # type: ignore[attr-defined]

    def _find_visit(self, request: HttpRequest) -> None:
        """Support looks into an agreement as a reader, as long as its owner's leave holds; asked with every click."""
        agreement = Agreement.objects.filter(number=request.session[VISIT]).first()
        allowed = request.user.is_support and operators.refuse(request) is None  # type: ignore[union-attr]
        grant = grants.holding(agreement) if agreement and allowed else None
        if grant is None:
            del request.session[VISIT]
            return
        request.membership, request.agreement, request.visit = None, agreement, grant  # type: ignore[attr-defined]
        request.may = RIGHTS[Role.READER]  # type: ignore[attr-defined]

    def _find_membership(self, request: HttpRequest) -> None:
        with acting_as(request.user):
            memberships = list(
                Membership.objects.filter(user_id=request.user.pk or 0, is_barred=False)
                .select_related("agreement")
                .order_by("agreement__number")
            )
        request.memberships = memberships  # type: ignore[attr-defined]
        wanted = request.session.get("agreement")
        chosen = next((m for m in memberships if m.agreement_id == wanted), None)
        if chosen is None and len(memberships) == 1:
            chosen = memberships[0]
        if chosen is not None:
            request.membership = chosen  # type: ignore[attr-defined]
            request.agreement = chosen.agreement  # type: ignore[attr-defined]
            request.may = RIGHTS[chosen.role]  # type: ignore[attr-defined]

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        agreement = request.agreement  # type: ignore[attr-defined]
        if request.path.startswith(ADMIN) and (instead := operators.refuse(request)):
            return instead
        if agreement is None or view.__module__.startswith("allauth."):
            return None  # allauth reads no agreement's rows, and answers its own exceptions only when Django calls it
        if instead := operators.lacks_factor(request, view):
            return instead
        if request.visit and request.method not in READING and not getattr(view, "any_agreement", False):  # type: ignore[attr-defined]
            return render(request, "accounts/refused.html", {"why": LOOKING}, status=403)
        compares = request.method == "POST" and not getattr(view, "any_agreement", False)
        if compares and request.POST.get("agreement", str(agreement.number)) != str(agreement.number):
            return render(request, "accounts/other_agreement.html", status=409)
        return self._run(request, view, args, kwargs)

    def _run(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponseBase:
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(request, view, args, kwargs)
            except OperationalError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if state in BUSY or (state in RETRY and attempt == TRIES):
                    return render(request, "accounts/busy.html", status=409)
                if state not in RETRY:
                    raise
                time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311
            except IntegrityError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if state not in TAKEN and not isinstance(error, ProtectedError):
                    raise
                if attempt == 1:
                    continue  # what the other saved is seen now, so the verb itself can say what is wrong, and where
                log.warning("Somebody was quicker: %s", request.path, exc_info=True)
                return render(request, "accounts/refused.html", {"why": QUICKER}, status=409)
            except Refusal as no:
                return render(request, "accounts/refused.html", {"why": no.message}, status=422)
            except DataError:
                log.warning("Refused by the database: %s", request.path, exc_info=True)
                return render(request, "accounts/refused.html", {"why": UNREADABLE}, status=422)
        return HttpResponse(status=409)

    def _once(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponseBase:
        """The view in its transaction. What is rolled back is not told: messages of a failed try go with it."""
        told: list[Any] = getattr(get_messages(request), "_queued_messages", [])
        before = len(told)
        try:
            zone = timezone.override(request.agreement.time_zone)  # type: ignore[attr-defined]
            looking = request.visit is not None and request.method in READING  # type: ignore[attr-defined]
            with zone, acting_for(request.agreement, user=request.user, read_only=looking):  # type: ignore[attr-defined]
                response = view(request, *args, **kwargs)
                if hasattr(response, "render") and not response.is_rendered:
                    response = response.render()
            return response
        except BaseException as error:
            del told[before:]
            if isinstance(error, InternalError) and getattr(error.__cause__, "sqlstate", None) == READ_ONLY:
                raise Refusal(LOOKING) from error
            raise
