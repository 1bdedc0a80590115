"""What a reader without a connection sees: a page that the browser kept, and the small worker that shows it."""

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.http import require_GET

from accounts.permissions import allow
from home.errors import sheet


@require_GET
@allow("open")
def page(request: HttpRequest) -> HttpResponse:
    """It is kept by the browser, so it holds nothing of anybody and speaks all languages."""
    return HttpResponse(loader.render_to_string("offline.html", {"sheet": sheet()}))


@require_GET
@allow("open")
def worker(request: HttpRequest) -> HttpResponse:
    """Served from the root: a worker sees only the addresses under its own."""
    with open(finders.find("js/offline.js"), encoding="utf-8") as file:  # type: ignore[arg-type]
        script = file.read().replace("SHEET", sheet())
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
