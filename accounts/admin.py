"""Administration of agreements, people, registers. An agreement's number, principle and currency are shown, never written."""

from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import company, history, jobs, members, registers
from accounts.administration import ReadOnlyAdmin, TenantAdmin, choose, look_at
from accounts.models import (
    Agreement,
    BankAccount,
    Currency,
    DeliveryTerms,
    Event,
    Membership,
    NumberSeries,
    PaymentTerms,
    User,
)
from accounts.tenancy import acting_for
from rackbeat.templatetags.ui import moment

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # our door, throttles and second factor


class ChooseForm(forms.Form):
    number = forms.IntegerField(label=gettext_lazy("Agreement number"), min_value=1)


def choose_agreement(request: HttpRequest) -> HttpResponse:
    """By number, one at a time; the empty choice leaves."""
    form = ChooseForm(request.POST or None)
    if request.method == "POST" and "leave" in request.POST:
        choose(request, None)
        return redirect("admin:index")
    if request.method == "POST" and form.is_valid():
        agreement = Agreement.objects.filter(number=form.cleaned_data["number"]).first()
        if agreement is not None:
            choose(request, agreement)
            return redirect("admin:index")
        form.add_error("number", _("There is no agreement with this number."))
    context = admin.site.each_context(request) | {"form": form, "title": _("Choose an agreement")}
    return render(request, "admin/choose_agreement.html", context)


choose_agreement.any_agreement = True  # type: ignore[attr-defined]


@admin.register(Agreement)
class AgreementAdmin(admin.ModelAdmin):
    """Founded by sign-up only, never deleted here; changes go through the verb and stand in the agreement's history."""

    list_display = ("number", "name", "country", "base_currency", "principle", "created_at")
    search_fields = ("=number", "name", "org_number")
    actions = None
    fields = (
        "number",
        "principle",
        "base_currency",
        "country",
        "time_zone",
        "created_at",
        "created_by",
        *company.INFORMATION,
    )
    readonly_fields = ("number", "principle", "base_currency", "country", "time_zone", "created_at", "created_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Agreement, form: Any, change: bool) -> None:
        with acting_for(obj):
            company.describe(obj, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    def get_urls(self) -> list[Any]:
        mine = self.admin_site.admin_view(choose_agreement)
        mine.any_agreement = True  # type: ignore[attr-defined]
        return [path("choose/", mine, name="accounts_agreement_choose"), *super().get_urls()]


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields: ClassVar = [
            "email",
            "name",
            "language",
            "is_active",
            "is_staff",
            "is_support",
            "is_superuser",
        ]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People. Nobody sees or chooses a password here: a new person, and who forgot theirs, gets a mail."""

    form = UserForm
    list_display = ("email", "name", "is_active", "is_staff", "is_support", "last_login")
    list_filter = ("is_active", "is_staff", "is_support")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    fields = (*UserForm.Meta.fields, "last_login", "date_joined")
    actions = ("send_link", "end_sessions", "remove_factors")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        elif {"is_staff", "is_support", "is_superuser", "is_active", "email"} & set(form.changed_data):
            obj.session_round += 1
        super().save_model(request, obj, form, change)
        if not change:
            jobs.send_reset.defer(email=obj.email)

    @admin.action(description=gettext_lazy("Send a mail with a link to a new password"))
    def send_link(self, request: HttpRequest, users: Any) -> None:
        for user in users:
            jobs.send_reset.defer(email=user.email)
        messages.success(request, _("The mail is on its way."))

    @admin.action(description=gettext_lazy("End all their sessions"))
    def end_sessions(self, request: HttpRequest, users: Any) -> None:
        for user in users:
            members.end_sessions(user)
        messages.success(request, _("They are logged out everywhere."))

    @admin.action(description=gettext_lazy("Remove their second factors, because phone and codes are gone"))
    def remove_factors(self, request: HttpRequest, users: Any) -> None:
        assert isinstance(request.user, User)
        for user in users:
            members.remove_factors(user, by=request.user)
        messages.success(request, _("They log in with the password alone, and have got a mail that says so."))


class MembershipForm(forms.ModelForm):
    email = forms.EmailField(label=gettext_lazy("e-mail"), help_text=gettext_lazy("A new person gets a mail."))
    name = forms.CharField(label=gettext_lazy("name"), max_length=100, required=False)

    class Meta:
        model = Membership
        fields: ClassVar = ["role", "is_barred"]


@admin.register(Membership)
class MembershipAdmin(TenantAdmin):
    """Who belongs to the chosen agreement. The last owner is protected here too."""

    list_display = ("user", "role", "is_barred", "created_at")
    form = MembershipForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("user", "role", "is_barred") if obj else ("email", "name", "role")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("user",) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        if obj:
            form.base_fields.pop("email", None)
            form.base_fields.pop("name", None)
        return form

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        data, by = form.cleaned_data, request.user
        assert isinstance(by, User)
        if not change:
            made = members.invite(
                request.agreement,  # type: ignore[attr-defined]
                by=by,
                email=data["email"],
                name=data["name"],
                role=data["role"],
            )
            obj.pk, obj.user = made.pk, made.user
            return
        stored = Membership.objects.select_related("user", "agreement").get(pk=obj.pk)
        members.change_role(stored, by=by, role=data["role"])
        (members.bar if data["is_barred"] else members.unbar)(stored, by=by)


@admin.register(Currency)
class CurrencyAdmin(admin.ModelAdmin):
    """Common to all agreements."""

    list_display = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RegisterAdmin(TenantAdmin):
    """A register of the chosen agreement, kept by its verbs."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        assert isinstance(request.user, User)
        if change:
            registers.change(type(obj).objects.get(pk=obj.pk), by=request.user, **form.cleaned_data)
        else:
            obj.pk = registers.add(type(obj), by=request.user, **form.cleaned_data).pk


@admin.register(PaymentTerms)
class PaymentTermsAdmin(RegisterAdmin):
    list_display = ("number", "name", "kind", "days", "is_default")


@admin.register(DeliveryTerms)
class DeliveryTermsAdmin(RegisterAdmin):
    list_display = ("number", "name")


@admin.register(BankAccount)
class BankAccountAdmin(RegisterAdmin):
    list_display = ("name", "account_number", "iban", "is_default")


look_at(NumberSeries, "name", "next")


class KindFilter(admin.SimpleListFilter):
    """The kinds of things that occur in the chosen agreement, in words."""

    title = gettext_lazy("Kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = model_admin.get_queryset(request).order_by("subject_kind")
        return [(kind, history.kind_name(kind)) for kind in rows.values_list("subject_kind", flat=True).distinct()]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        return rows.filter(subject_kind=self.value()) if self.value() else rows


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The chosen agreement's history, as it was written."""

    list_display = ("when", "who", "what", "about", "number")
    list_filter = (KindFilter,)
    search_fields = ("subject_number", "by_name")
    ordering = ("-at", "-id")

    @admin.display(description=gettext_lazy("When"), ordering="-at")
    def when(self, event: Event) -> str:
        return moment(event.at)

    @admin.display(description=gettext_lazy("Who"), ordering="by_name")
    def who(self, event: Event) -> str:
        return event.by_name or "Rackbeat"

    @admin.display(description=gettext_lazy("What"))
    def what(self, event: Event) -> str:
        return str(history.shown(event)["sentence"])

    @admin.display(description=gettext_lazy("Kind"), ordering="subject_kind")
    def about(self, event: Event) -> str:
        return history.kind_name(event.subject_kind)

    @admin.display(description=gettext_lazy("Number"), ordering="subject_number")
    def number(self, event: Event) -> str:
        return event.subject_number
