"""The addresses of what a user meets first."""

from django.urls import path

from home import look, offline, search, views

app_name = "home"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("search/", search.everywhere, name="search"),
    path("guide/", views.getting_started, name="guide"),
    path("guide/<slug:step>/mark/", views.guide_mark, name="guide_mark"),
    path("guide/<slug:step>/unmark/", views.guide_unmark, name="guide_unmark"),
    path("language/", look.language, name="language"),
    path("theme/", look.theme, name="theme"),
    path("offline/", offline.page, name="offline"),
    path("offline.js", offline.worker, name="offline_worker"),
]
