"""What a load balancer asks: is the process alive, and is it ready to work; answers nothing else about us."""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_migrated: set[str] = set()  # databases whose tables this process has seen to be up to date; that does not undo itself


def tables_are_current() -> bool:
    """Whether no migration waits; asks the database until the answer is yes."""
    if connection.alias not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(connection.alias)
    return True


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and its tables are those of this release."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting = not tables_are_current()
    except (DatabaseError, InterfaceError):
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse("migrations wait\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
