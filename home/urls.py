"""The addresses of what a user meets first."""

from django.urls import path

from home import look, search, views

app_name = "home"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("search/", search.everywhere, name="search"),
    path("language/", look.language, name="language"),
    path("theme/", look.theme, name="theme"),
]
