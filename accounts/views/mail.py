"""The mail log, a letter in it, sending it again, and by which server the agreement sends. Rules stay in accounts/mail.py."""

import io
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy, pgettext_lazy

from accounts import history, mail
from accounts.models import Mail, MailSettings
from accounts.models.mail import MailStatus
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from accounts.views.answers import address_of, page
from rackbeat.lib.filters import ChoiceSetFilter, ListFilters, YesNoFilter
from rackbeat.lib.lists import Action, BadgeColumn, Column, LinkColumn, ListPage, View
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui

READS = "price.view"  # letters tell prices


class MailFilters(ListFilters):
    status = ChoiceSetFilter(choices=MailStatus, label=gettext_lazy("Status"))
    seen = YesNoFilter(field_name="seen", label=gettext_lazy("Taken note of"))


class ToColumn(Column):
    """The first address and how many more there are, so that a letter to many leaves the other columns their place."""

    def html(self, value: Any, row: Any, page: Any) -> str:
        first, *more = row.recipients or [""]
        return f"{first} +{len(more)}" if more else first

    def title(self, value: Any, row: Any, page: Any) -> str:
        return self.text(value, row, page)


class MailLog(ListPage):
    """Every letter of the agreement, newest first."""

    name, allows = "accounts.mails", READS
    title, noun = gettext_lazy("Mail log"), npgettext_lazy("list", "mail", "mails")
    filterset = MailFilters
    columns: ClassVar = (
        LinkColumn(
            "queued_at",
            gettext_lazy("Written"),
            value=lambda row: f"{ui.day(row.queued_at)} {ui.clock(row.queued_at)}",
        ),
        Column("about_name", gettext_lazy("About"), css="ref"),
        ToColumn("to", gettext_lazy("To"), value=lambda row: ", ".join(row.recipients), sort=False, css="st2"),
        Column("subject", gettext_lazy("Subject"), wide=True),
        Column("queued_by__name", pgettext_lazy("who", "By"), css="date", soft=True, rank=1),
        BadgeColumn("status", gettext_lazy("Status"), css="st3"),
    )
    order_by = "-queued_at"
    search: ClassVar = ("about_name", "subject")
    search_hint = gettext_lazy("Search document or subject")
    views: ClassVar = (
        View("all", pgettext_lazy("mail", "All")),
        View("queued", pgettext_lazy("mail", "Queued"), {"status": "queued"}, count=True),
        View("failed", pgettext_lazy("mail", "Failed"), {"status": "failed,partly", "seen": "no"}, count=True),
    )
    actions: ClassVar = (
        Action("accounts:mail_settings", gettext_lazy("Mail settings"), right="settings.edit", icon="gear"),
    )
    empty = gettext_lazy("No mail was sent yet. Documents can be sent when they are confirmed, sent or booked.")

    def rows(self) -> Any:  # type: ignore[override]
        return Mail.objects.select_related("queued_by")

    def row_url(self, row: Any) -> str:
        return reverse("accounts:mail", args=[row.pk])


def _get(key: int) -> Mail:
    found = Mail.objects.select_related("queued_by").filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404
    return found


def _address(letter: Mail) -> str:
    """Where its document is; blank where there is none, or none any more."""
    document = mail.about(letter)
    if document is None:
        return ""
    return address_of(letter.about_kind, document.number, f"draft-{getattr(document, 'draft_number', '')}")


@allow(READS)
def show(request: Request, key: int) -> HttpResponse:
    """One letter: what it said, what was attached, and what the server answered."""
    letter = _get(key)
    failed = letter.status in (MailStatus.FAILED, MailStatus.PARTLY)
    context = {
        "mail": letter,
        "heading": letter.subject,
        "badges": [letter.status_track],
        "files": letter.files.defer("content"),
        "about_url": _address(letter),
        "may_send": "sales.edit" in request.may and letter.status != MailStatus.QUEUED,
        "may_see": "sales.edit" in request.may and failed and not letter.seen,
    }
    return render(request, "accounts/mails/show.html", context)


@allow(READS)
def file(request: Request, key: int, file: int) -> HttpResponseBase:
    """A file as it was sent."""
    found = _get(key).files.filter(pk=file).first() if file < 2**63 else None
    if found is None:
        raise Http404
    return FileResponse(io.BytesIO(bytes(found.content)), filename=found.name, content_type=found.content_type)


@allow("sales.edit")
@once
def again(request: Request, key: int) -> HttpResponse:
    """Send it once more."""
    letter = _get(key)
    if request.method != "POST":
        return redirect("accounts:mail", key)
    try:
        letter = mail.again(letter, by=request.user)
        messages.success(request, _("The mail is on its way to %(to)s.") % {"to": ", ".join(letter.recipients)})
    except Refusal as no:
        messages.error(request, str(no.message))
    return HttpResponseRedirect(reverse("accounts:mail", args=[letter.pk]))


@allow("sales.edit")
@once
def see(request: Request, key: int) -> HttpResponse:
    """Take note that it did not arrive."""
    letter = _get(key)
    if request.method == "POST":
        try:
            mail.see(letter, by=request.user)
        except Refusal as no:
            messages.error(request, str(no.message))
    return redirect("accounts:mail", key)


# --- in whose name, by which server ------------------------------------------------------------------------------


class MailSettingsForm(forms.ModelForm):
    """The password is typed anew or left as it is; it is never shown."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Kept sealed and never shown. Leave it empty to keep the one that is stored."),
    )

    class Meta:
        model = MailSettings
        fields: ClassVar = [
            *("sender_name", "reply_to", "reply_to_user", "has_server"),
            *("host", "port", "security", "from_email", "username"),
        ]
        help_texts: ClassVar = {
            "sender_name": gettext_lazy("Left empty: the company's name."),
            "reply_to": gettext_lazy("Left empty: the company's e-mail address."),
            "has_server": gettext_lazy("Without one, mail leaves by this installation's server, in your name."),
        }

    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=65535, initial=587)


@allow("settings.edit")
@once
def settings(request: Request) -> HttpResponse:
    """Sender, replies and the own server; with a button that tries it."""
    own = MailSettings.objects.first() or MailSettings()
    form = MailSettingsForm(request.POST if request.method == "POST" else None, instance=own)
    if form.is_bound and form.is_valid():
        try:
            facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
            mail.set_up(by=request.user, password=form.cleaned_data["password"], **facts)
            if "test" in request.POST:
                return _tested(request)
            messages.success(request, _("Saved."))
            return redirect("accounts:mail_settings")
        except Refusal as no:
            no.put_on(form)
    stored = MailSettings.objects.first()
    return page(
        request,
        "accounts/mails/settings.html",
        form,
        events=history.of(stored, may=request.may) if stored else [],
        has_password=bool(stored and stored.password_sealed),
        crumb=[(MailLog.title, reverse("accounts:mail_log"))],
    )


def _tested(request: Request) -> HttpResponse:
    problem = mail.test(to=request.user)
    if problem:
        messages.error(request, _("Saved, but the test did not arrive. %(why)s") % {"why": problem})
    else:
        messages.success(request, _("Saved, and a test mail is sent to %(to)s.") % {"to": request.user.email})
    return redirect("accounts:mail_settings")
