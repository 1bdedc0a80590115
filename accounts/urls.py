"""The addresses of people, agreements and company settings."""

from django.urls import path

from accounts.views import (
    agreements,
    company,
    data,
    grants,
    history,
    imports,
    overview,
    profile,
    proofs,
    registers,
    sessions,
    signup,
    users,
)
from accounts.views import mail as mails

app_name = "accounts"
urlpatterns = [
    path("settings/mail/", mails.MailLog.as_view(), name="mail_log"),
    path("settings/mail/sending/", mails.settings, name="mail_settings"),
    path("settings/mail/<int:key>/", mails.show, name="mail"),
    path("settings/mail/<int:key>/again/", mails.again, name="mail_again"),
    path("settings/mail/<int:key>/seen/", mails.see, name="mail_see"),
    path("settings/mail/<int:key>/files/<int:file>/", mails.file, name="mail_file"),
    path("signup/", signup.begin, name="signup"),
    path("signup/books/", signup.books, name="signup_books"),
    path("signup/confirm/", signup.confirm, name="signup_confirm"),
    path("welcome/<str:token>/", profile.first_password, name="welcome"),
    path("agreements/", agreements.choose, name="choose"),
    path("agreements/switch/", agreements.switch, name="switch"),
    path("profile/", profile.own, name="profile"),
    path("profile/sessions/", sessions.listing, name="sessions"),
    path("profile/sessions/end/", sessions.end, name="session_end"),
    path("profile/sessions/end-others/", sessions.end_others, name="sessions_end"),
    path("settings/", overview.settings, name="settings"),
    path("settings/information/", company.information, name="information"),
    path("settings/defaults/", company.defaults, name="defaults"),
    path("settings/advanced/", company.advanced, name="advanced"),
    path("settings/numbers/", company.number_series, name="numbers"),
    path("settings/accounting/", company.accounting, name="accounting"),
    path("settings/support-access/", grants.listing, name="grants"),
    path("settings/support-access/<int:pk>/end/", grants.end, name="grant_end"),
    path("support/look-in/", grants.look_in, name="look_in"),
    path("support/look-out/", grants.look_out, name="look_out"),
    path("settings/imports/", imports.everything, name="imports"),
    path("settings/imports/new/<slug:kind>/", imports.new, name="import_new"),
    path("settings/imports/new/<slug:kind>/example.csv", imports.example, name="import_example"),
    path("settings/imports/<int:number>/", imports.show, name="import"),
    path("settings/imports/<int:number>/read/", imports.read_as, name="import_read"),
    path("settings/imports/<int:number>/start/", imports.start, name="import_start"),
    path("settings/imports/<int:number>/stop/", imports.stop, name="import_stop"),
    path("settings/imports/<int:number>/undo/", imports.undo, name="import_undo"),
    path("settings/imports/<int:number>/discard/", imports.discard, name="import_discard"),
    path("settings/imports/<int:number>/as/<slug:kind>/", imports.again, name="import_again"),
    path("settings/imports/<int:number>/refused.csv", imports.refused_file, name="import_refused"),
    path("settings/history/", history.History.as_view(), name="history"),
    path("settings/books/", proofs.overview, name="books"),
    path("settings/data/", data.overview, name="data"),
    path("settings/data/<int:pk>/file/", data.take, name="data_file"),
    path("settings/users/", users.Users.as_view(), name="users"),
    path("settings/users/new/", users.new, name="user_new"),
    path("settings/users/<int:pk>/", users.show, name="user"),
    path("settings/users/<int:pk>/role/", users.role, name="user_role"),
    path("settings/users/<int:pk>/bar/", users.bar, name="user_bar"),
    path("settings/users/<int:pk>/unbar/", users.unbar, name="user_unbar"),
    path("settings/users/<int:pk>/password/", users.password, name="user_password"),
]

for name, names, place, listing, register in (
    ("payment_term", "payment_terms", "payment-terms", registers.PaymentTermsList, registers.PAYMENT),
    ("delivery_term", "delivery_terms", "delivery-terms", registers.DeliveryTermsList, registers.DELIVERY),
    ("bank_account", "bank_accounts", "bank-accounts", registers.BankAccountList, registers.BANK),
    ("currency", "currencies", "currencies", registers.RateList, registers.RATES),
    ("address", "addresses", "addresses", registers.AddressList, registers.ADDRESSES),
    ("employee", "employees", "employees", registers.EmployeeList, registers.EMPLOYEES),
):
    urlpatterns += [
        path(f"settings/{place}/", listing.as_view(), name=names),
        path(f"settings/{place}/new/", registers.new(register), name=f"{name}_new"),
        path(f"settings/{place}/<int:key>/", registers.change(register), name=name),
        path(f"settings/{place}/<int:key>/remove/", registers.remove(register), name=f"{name}_remove"),
    ]

# allauth's pages that we do not have: in front of its own addresses, so that these answer nothing
for place in ("signup/", "email/", "confirm-email/", "sessions/"):
    urlpatterns.append(path(f"accounts/{place}", profile.nowhere))
