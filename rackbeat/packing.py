"""Pages go out compressed. Files do not: they stream, and most are compressed by themselves."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED = "text/html"


class PackingMiddleware(GZipMiddleware):
    """Django's, which adds some bytes at random so that the length tells nothing of what a page holds."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(PACKED):
            return response
        return super().process_response(request, response)
