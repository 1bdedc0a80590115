"""What a reader without a connection sees: a page that the browser kept, and the small worker that shows it."""

import json

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.permissions import allow
from home.errors import bare, sheet


@require_GET
@allow("open")
def page(request: HttpRequest) -> HttpResponse:
    """It is kept by the browser in each language, so it holds nothing of anybody."""
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else ""
    return HttpResponse(bare("offline.html", request, language=language, theme=""))


@require_GET
@allow("open")
def worker(request: HttpRequest) -> HttpResponse:
    """Served from the root: a worker sees only the addresses under its own."""
    with open(finders.find("js/offline.js"), encoding="utf-8") as file:  # type: ignore[arg-type]
        script = file.read().replace("SHEET", sheet())
    script = script.replace('"LANGUAGES"', json.dumps([code for code, _name in settings.LANGUAGES]))
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
