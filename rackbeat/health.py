"""What a load balancer asks: is the process alive, and is it ready to work; answers nothing else about us."""

from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

_migrated: set[str] = set()  # databases whose tables this process has seen to be up to date; that does not undo itself


class HealthMiddleware:
    """Answers before everything else: the asker uses plain http, an address instead of our name, and has no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = {"/health/live": live, "/health/ready": ready}.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return answer()


def live() -> HttpResponse:
    """The process answers."""
    return _plain("alive", 200)


def ready() -> HttpResponse:
    """The database answers and its tables are those of this release."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return _plain("ready", 200) if tables_are_current() else _plain("migrations wait", 503)
    except (DatabaseError, InterfaceError):
        return _plain("no database", 503)


def tables_are_current() -> bool:
    """Whether no migration waits; asks the database until the answer is yes."""
    if connection.alias not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(connection.alias)
    return True


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
