"""The contacts of a customer or supplier as pages: added, changed, removed. Where they stand, the party's page says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.once import once
from accounts.permissions import allow
from accounts.views.answers import tried
from layouts import contacts
from layouts.documents import Party
from layouts.models import PaperKind
from layouts.persons import Contact


class ContactForm(forms.Form):
    """A person: how to reach them, and what they get by mail."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    role = forms.CharField(label=gettext_lazy("Role"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    receives = forms.MultipleChoiceField(
        label=gettext_lazy("Gets by mail"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Suggested when such a document is sent."),
    )
    place = forms.ChoiceField(label=gettext_lazy("As"), choices=Contact.Place.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, kinds: Sequence[str], row: Any = None, **options: Any) -> None:
        names = ("name", "role", "email", "phone", "receives", "place")
        given = {name: getattr(row, name) for name in names} if row is not None else {"place": "to"}
        super().__init__(data, initial=given, **options)
        field: Any = self.fields["receives"]
        field.choices = [(kind, PaperKind(kind).label) for kind in kinds]


@dataclass(frozen=True)
class ContactPages:
    """The pages of one kind of party: `noun` names its addresses, `find` gives one by number, `kinds` are its papers."""

    app: str
    noun: str
    find: Callable[[int], Party]
    works: str
    kinds: Sequence[str]

    def url(self, party: Party, part: str, *more: Any) -> str:
        return reverse(f"{self.app}:{self.noun}_contact_{part}", args=[party.number, *more])

    def home(self, party: Party) -> str:
        return reverse(f"{self.app}:{self.noun}", args=[party.number])

    def paths(self) -> list[URLPattern]:
        where, works = f"{self.noun}s/<int:number>/contacts/", allow(self.works)
        return [
            path(f"{where}new/", works(once(self.new)), name=f"{self.noun}_contact_new"),
            path(f"{where}<int:contact>/", works(once(self.edit)), name=f"{self.noun}_contact_edit"),
            path(f"{where}<int:contact>/remove/", works(once(self.remove)), name=f"{self.noun}_contact_remove"),
        ]

    def shown(self, party: Any, request: Any) -> dict[str, Any]:
        """What the party's page says of its contacts."""
        writes = self.works in request.may
        rows = [
            (each, self.url(party, "edit", each.pk) if writes else "", papers(each)) for each in party.contacts.all()
        ]
        return {"contacts": rows, "contact_new": self.url(party, "new") if writes else ""}

    def new(self, request: Any, number: int) -> HttpResponse:
        party = self.find(number)
        form = ContactForm(request.POST if request.method == "POST" else None, kinds=self.kinds)
        return self._answer(request, form, party, _("New contact"), lambda facts: contacts.add(party, **facts))

    def edit(self, request: Any, number: int, contact: int) -> HttpResponse:
        party = self.find(number)
        row = self._contact(party, contact)
        form = ContactForm(request.POST if request.method == "POST" else None, kinds=self.kinds, row=row)
        more = {"row": row, "remove_url": self.url(party, "remove", row.pk)}
        return self._answer(request, form, party, str(row), lambda facts: contacts.change(row, **facts), **more)

    def remove(self, request: Any, number: int, contact: int) -> HttpResponse:
        party = self.find(number)
        row = self._contact(party, contact)
        if request.method == "POST":
            contacts.remove(row, by=request.user)
            messages.success(request, _("%(name)s is removed.") % {"name": row})
        return HttpResponseRedirect(self.home(party) + "#contacts")

    def _contact(self, party: Any, key: int) -> Any:
        found = party.contacts.filter(pk=key).first() if key < 2**63 else None
        if found is None:
            raise Http404
        return found

    def _answer(
        self, request: HttpRequest, form: ContactForm, party: Party, heading: str, verb: Any, **more: Any
    ) -> HttpResponse:
        if tried(form, lambda: verb({"by": request.user, **form.cleaned_data})):
            return HttpResponseRedirect(self.home(party) + "#contacts")
        context = {
            "form": form,
            "heading": heading,
            "back": self.home(party),
            "crumb": [(str(party), self.home(party))],
            **more,
        }
        return render(request, "layouts/contact.html", context, status=422 if form.is_bound else 200)


def papers(contact: Contact) -> str:
    """What a person gets by mail, in words."""
    known = [PaperKind(kind).label for kind in contact.receives if kind in PaperKind.values]
    words = ", ".join(str(each) for each in known)
    return f"{words} ({contact.get_place_display().lower()})" if words and contact.place != "to" else words
