"""The addresses of people, agreements and company settings."""

from django.urls import path

from accounts.views import agreements, company, overview, profile, registers, signup, users

app_name = "accounts"
urlpatterns = [
    path("signup/", signup.begin, name="signup"),
    path("signup/books/", signup.books, name="signup_books"),
    path("signup/confirm/", signup.confirm, name="signup_confirm"),
    path("welcome/<str:token>/", profile.first_password, name="welcome"),
    path("agreements/", agreements.choose, name="choose"),
    path("agreements/switch/", agreements.switch, name="switch"),
    path("profile/", profile.own, name="profile"),
    path("settings/", overview.settings, name="settings"),
    path("settings/information/", company.information, name="information"),
    path("settings/numbers/", company.number_series, name="numbers"),
    path("settings/accounting/", company.accounting, name="accounting"),
    path("settings/users/", users.Users.as_view(), name="users"),
    path("settings/users/new/", users.new, name="user_new"),
    path("settings/users/<int:pk>/", users.show, name="user"),
    path("settings/users/<int:pk>/role/", users.role, name="user_role"),
    path("settings/users/<int:pk>/bar/", users.bar, name="user_bar"),
    path("settings/users/<int:pk>/unbar/", users.unbar, name="user_unbar"),
    path("settings/users/<int:pk>/password/", users.password, name="user_password"),
]

for name, place, listing, register in (
    ("payment_term", "payment-terms", registers.PaymentTermsList, registers.PAYMENT),
    ("delivery_term", "delivery-terms", registers.DeliveryTermsList, registers.DELIVERY),
    ("bank_account", "bank-accounts", registers.BankAccountList, registers.BANK),
):
    urlpatterns += [
        path(f"settings/{place}/", listing.as_view(), name=f"{name}s"),
        path(f"settings/{place}/new/", registers.new(register), name=f"{name}_new"),
        path(f"settings/{place}/<int:key>/", registers.change(register), name=name),
        path(f"settings/{place}/<int:key>/remove/", registers.remove(register), name=f"{name}_remove"),
    ]

# allauth's pages that we do not have: in front of its own addresses, so that these answer nothing
for place in ("signup/", "email/", "confirm-email/"):
    urlpatterns.append(path(f"accounts/{place}", profile.nowhere))
