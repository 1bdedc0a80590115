"""The addresses. Apps are named as strings only, so the ground floor knows nobody above it."""

from django.contrib import admin
from django.urls import include, path

handler403 = "home.errors.forbidden"
handler404 = "home.errors.not_found"
handler500 = "home.errors.broken"

urlpatterns = [
    path("", include("home.urls")),
    path("", include("accounts.urls")),
    path("sales/", include("sales.urls")),
    path("purchasing/", include("purchasing.urls")),
    path("", include("inventory.urls")),
    path("", include("layouts.urls")),
    path("", include("support.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
]
