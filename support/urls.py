"""Help for everybody, and the look-up for support staff."""

from django.urls import path

from support.views import help as help_views
from support.views import lookup, onboarding

app_name = "support"
urlpatterns = [
    path("help/", help_views.show, name="help"),
    path("help/statuses/", help_views.all_statuses, name="statuses"),
    path("help/onboarding/", onboarding.show, name="onboarding"),
    path("support/", lookup.look_up, name="look_up"),
]
