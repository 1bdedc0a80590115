"""Help and conversations for everybody, and the desk of support staff."""

from django.urls import path

from support.views import conversations, desk, onboarding
from support.views import help as help_views

app_name = "support"
urlpatterns = [
    path("help/", help_views.show, name="help"),
    path("help/panel/", help_views.panel, name="panel"),
    path("help/unread/", conversations.unread, name="unread"),
    path("help/statuses/", help_views.all_statuses, name="statuses"),
    path("help/onboarding/", onboarding.show, name="onboarding"),
    path("help/conversations/", conversations.show_all, name="conversations"),
    path("help/conversations/<int:number>/", conversations.show, name="conversation"),
    path("help/conversations/<int:number>/news/", conversations.news, name="conversation_news"),
    path("help/conversations/<int:number>/close/", conversations.close, name="conversation_close"),
    path("help/conversations/files/<int:attachment>/", conversations.file, name="conversation_file"),
    path("help/<slug:key>/", help_views.article, name="article"),
    path("support/", desk.show, name="look_up"),
    path("support/<int:agreement>/<int:number>/", desk.conversation, name="desk_conversation"),
    path("support/<int:agreement>/<int:number>/news/", desk.news, name="desk_news"),
    path("support/<int:agreement>/<int:number>/take/", desk.take, name="desk_take"),
    path("support/<int:agreement>/<int:number>/close/", desk.close, name="desk_close"),
    path("support/<int:agreement>/<int:number>/reopen/", desk.reopen, name="desk_reopen"),
    path("support/<int:agreement>/files/<int:attachment>/", desk.file, name="desk_file"),
]
