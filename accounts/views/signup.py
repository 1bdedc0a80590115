"""The three steps in which somebody founds an agreement. What was written waits in the session until the last click."""

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import example, signup
from accounts.forms import BooksForm, CompanyForm, PersonForm
from accounts.models import Currency, Principle, User
from accounts.models.agreements import Country
from accounts.permissions import allow
from accounts.request import Request
from accounts.views.answers import page
from rackbeat.lib.refusal import Refusal

KEY = "signup"
CURRENCY_OF = {Country.NO: "NOK", Country.DK: "DKK", Country.SE: "SEK", Country.FI: "EUR", Country.IS: "ISK"}
COUNTRY_OF = {"nb": Country.NO, "da": Country.DK}
PERSON = ("name", "email", "language")


def _begun(request: Request) -> dict[str, Any]:
    return dict(request.session.get(KEY, {}))


def _keep(request: Request, **facts: Any) -> None:
    request.session[KEY] = {"form": str(uuid.uuid4()), **_begun(request), **facts}


@sensitive_post_parameters("password")
@allow("open", any_agreement=True)
def begin(request: Request) -> HttpResponse:
    """Step 1: the person and the company. Who is logged in founds one more."""
    begun, stranger = _begun(request), not request.user.is_authenticated
    language = get_language() or "nb"
    start = {"language": language, "country": COUNTRY_OF.get(language, Country.NO)} | begun.get("first", {})
    if stranger:
        form: CompanyForm = PersonForm(request.POST or None, initial=start, has_password="hash" in begun)
    else:
        form = CompanyForm(request.POST or None, initial=start)
    if request.method == "POST":
        if limited := ratelimit.consume_or_429(request, action="signup"):
            return limited
        if form.is_valid() and not (stranger and _taken(form)):
            _keep_first(request, form.cleaned_data)
            return redirect("accounts:signup_books")
    return page(request, "accounts/signup/begin.html", form, step=1)


def _taken(form: CompanyForm) -> bool:
    taken = User.objects.filter(email=form.cleaned_data["email"].strip().lower()).exists()
    if taken:
        form.add_error("email", str(signup.TAKEN))
    return taken


def _keep_first(request: Request, data: dict[str, Any]) -> None:
    """The password is kept as its hash only."""
    password = data.pop("password", "")
    _keep(request, first=data, **({"hash": make_password(password)} if password else {}))


@allow("open", any_agreement=True)
def books(request: Request) -> HttpResponse:
    """Step 2: base currency and inventory principle, each explained before it is chosen."""
    begun = _begun(request)
    if "first" not in begun:
        return redirect("accounts:signup")
    start = {"base_currency": CURRENCY_OF[begun["first"]["country"]]} | begun.get("books", {})
    form = BooksForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        _keep(request, books={name: str(value) for name, value in form.cleaned_data.items()})
        return redirect("accounts:signup_confirm")
    choices = [{"radio": radio, "example": example.of(radio.data["value"])} for radio in form["principle"]]
    return page(request, "accounts/signup/books.html", form, step=2, choices=choices, story=example.story())


@allow("open", any_agreement=True)
def confirm(request: Request) -> HttpResponse:
    """Step 3: everything once more, and what cannot be changed; then it is founded."""
    begun = _begun(request)
    if request.method == "POST":
        return _found(request, begun)
    if "books" not in begun:
        return redirect("accounts:signup")
    return page(request, "accounts/signup/confirm.html", step=3, **_summary(begun))


def _summary(begun: dict[str, Any]) -> dict[str, Any]:
    first, books_ = begun["first"], begun["books"]
    return {
        "form_id": begun["form"],
        "first": first,
        "country": Country(first["country"]).label,
        "currency": Currency.objects.get(pk=books_["base_currency"]),
        "principle": Principle(books_["principle"]),
    }


def _found(request: Request, begun: dict[str, Any]) -> HttpResponse:
    if limited := ratelimit.consume_or_429(request, action="signup"):
        return limited
    stranger = not request.user.is_authenticated
    if "books" not in begun or (stranger and "hash" not in begun):
        return _sent_again(request)
    first = begun["first"]
    person = {name: first.get(name, "") for name in PERSON} | {"password": begun.get("hash", "")}
    try:
        agreement, is_new = signup.found_once(
            uuid.UUID(begun["form"]),
            None if stranger else request.user,
            person,
            name=first["company"],
            org_number=first["org_number"],
            country=first["country"],
            language=signup.LANGUAGE_OF.get(first["country"], first.get("language") or get_language() or "en"),
            **begun["books"],
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:signup")
    if stranger and is_new:
        get_adapter().login(request, agreement.created_by)
    request.session.pop(KEY, None)
    return _home(request, agreement)


def _sent_again(request: Request) -> HttpResponse:
    """The last form, once more: it was founded by the first click."""
    try:
        agreement = signup.founded_by(uuid.UUID(request.POST.get("form_id", "")))
    except ValueError:
        agreement = None
    return redirect("accounts:signup") if agreement is None else _home(request, agreement)


def _home(request: Request, agreement: Any) -> HttpResponse:
    say = _("The agreement is founded. Its number is %(number)s.") % {"number": agreement.number}
    messages.success(request, say)
    if request.user.is_authenticated and request.user.pk == agreement.created_by_id:
        request.session["agreement"] = agreement.pk
        return redirect("/")
    return redirect("account_login")
