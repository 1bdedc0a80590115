"""The addresses of what a user meets first."""

from django.urls import path

from home import look

app_name = "home"
urlpatterns = [
    path("language/", look.language, name="language"),
    path("theme/", look.theme, name="theme"),
]
