"""Mail at the desk: the fields beside a verb (“send by mail”), a page of its own, and what was sent about a document."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import mail
from layouts import letters
from layouts.models import PaperKind
from rackbeat.lib.refusal import Refusal

ADDRESSES = ("to", "cc", "bcc")


class MailForm(forms.Form):
    """A letter. With `asks`, only where “send by mail” is ticked. Addresses are parted by commas."""

    send = forms.BooleanField(label=gettext_lazy("Send by mail"), required=False)
    use_required_attribute = False  # without the tick they may be empty

    to = forms.CharField(
        label=gettext_lazy("To"),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say to whom the mail goes.")},
    )
    cc = forms.CharField(label=gettext_lazy("Copy"), max_length=2000, required=False)
    bcc = forms.CharField(label=gettext_lazy("Blind copy"), max_length=2000, required=False)
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=255,
        error_messages={"required": gettext_lazy("Write a subject.")},
    )
    body = forms.CharField(label=gettext_lazy("Text"), max_length=20000, widget=forms.Textarea(attrs={"rows": 7}))

    def __init__(self, data: Any = None, *, document: Any, kind: str, part: str = "mail", asks: bool = True) -> None:
        self.kind, self.asks = kind, asks
        given: dict[str, Any] = {}
        if data is None:
            said = letters.suggest(document, kind)
            given = {name: ", ".join(getattr(said, name)) for name in ADDRESSES}
            given |= {"subject": said.subject, "body": said.body, "send": bool(said.to)}
        super().__init__(data, initial=given, prefix="mail", auto_id=f"{part}-%s")
        if not asks:
            del self.fields["send"]
        self.paper = PaperKind(kind).label
        self.waits = "{" in f"{given.get('subject', '')}{given.get('body', '')}"  # for what the number is not known yet

    @property
    def wanted(self) -> bool:
        return not self.asks or bool(self.cleaned_data.get("send"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.asks and not data.get("send"):
            self.errors.clear()
            return data
        for name in ADDRESSES:
            if name in self.errors:
                continue
            try:
                data[name] = mail.addresses(data.get(name, ""))
            except Refusal as no:
                self.add_error(name, str(no.message))
        return data

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*ADDRESSES, "subject", "body")} | {"kind": self.kind}


class Letters:
    """The part of a desk that sends."""

    mailed: ClassVar[tuple[str, ...]] = ()  # the papers that can be sent by mail; the first is the usual one

    if TYPE_CHECKING:
        works: ClassVar[Any]
        find: ClassVar[Any]
        url: ClassVar[Any]
        within: ClassVar[Any]
        name_of: ClassVar[Any]

    def mailed_of(self, document: Any) -> list[str]:
        """The papers of this document that can be sent."""
        return list(self.mailed)

    def mail_page(self, request: Any, key: Any) -> HttpResponse:
        """Write and send, at any time; the paper is chosen by `?paper=`."""
        document = self.find(key)
        kinds = self.mailed_of(document)
        asked = request.GET.get("paper", "")
        kind = asked if asked in kinds else kinds[0]
        data = request.POST if request.method == "POST" else None
        form = MailForm(data, document=document, kind=kind, asks=False)
        if data is not None and form.is_valid():
            try:
                letters.post(document, by=request.user, **form.facts())
                messages.success(
                    request, _("The mail is on its way to %(to)s.") % {"to": ", ".join(form.facts()["to"])}
                )
                return HttpResponseRedirect(self.url(document) + "#mails")
            except Refusal as no:
                no.put_on(form)
        title = PaperKind(kind).label
        context = {
            "form": form,
            "heading": _("Send %(name)s by mail") % {"name": self.within(document)},
            "back": self.url(document),
            "crumb": [(self.name_of(document), self.url(document))],
            "submit": _("Send mail"),
            "paper": title,
            "pdf_url": f"{self.url(document)}document.pdf",
            "others": [
                (PaperKind(each).label, f"{self.url(document, 'mail')}?paper={each}") for each in kinds if each != kind
            ],
        }
        return render(request, "layouts/mail.html", context, status=422 if data is not None else 200)

    def mails(self, document: Any, request: Any) -> list[dict[str, Any]]:
        """What was sent about the document, newest first."""
        if not self.mailed:
            return []
        sends = self.works in request.may
        rows = mail.of(document)[:20]
        return [
            {
                "mail": each,
                "to": ", ".join(each.recipients),
                "again": reverse("accounts:mail_again", args=[each.pk])
                if sends and "sales.edit" in request.may
                else "",
            }
            for each in rows
        ]

    def with_mail(
        self, document: Any, part: str, kind: str, question: Any, body: str = "layouts/_mail.html"
    ) -> dict[str, Any]:
        """A dialog that asks before the verb and offers to send the paper."""
        return {
            "id": f"ask-{part.replace('_', '-')}",
            "url": self.url(document, part),
            **vars(question),
            "body": body,
            "mail": MailForm(document=document, kind=kind, part=part),
        }
