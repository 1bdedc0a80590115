"""What onboarding includes, and the request for it. Everybody may read; who sets things up may ask."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from rackbeat.lib.refusal import Refusal
from support import onboarding


class AskForm(forms.Form):
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What would you like help with?"),
        choices=list(onboarding.PARTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=gettext_lazy("Tell us a little"),
        help_text=gettext_lazy("Where your data lies today, when you want to begin, when we can reach you."),
        required=False,
        max_length=onboarding.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@allow("open", post="items.edit")
@once
def show(request: Request) -> HttpResponse:
    inside = request.agreement is not None
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = onboarding.ask(by=request.user, **form.cleaned_data)
        except Refusal as no:
            form.add_error("text", str(no))
        else:
            messages.success(request, _("We have got it, and will write to you."))
            return redirect("support:conversation", asked.number)
    talk = onboarding.current() if inside and "items.edit" in request.may else None
    context = {
        "form": form,
        "specialist": talk.led_by if talk else onboarding.specialist(),
        "talk": talk,
        "may_ask": inside and "items.edit" in request.may,
    }
    return render(request, "support/help/onboarding.html", context, status=422 if form.errors else 200)
