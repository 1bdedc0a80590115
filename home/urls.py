"""The addresses of what a user meets first."""

from django.urls import path

from home import look, views

app_name = "home"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("language/", look.language, name="language"),
    path("theme/", look.theme, name="theme"),
]
