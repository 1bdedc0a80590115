"""What a view is asked with, for the type checker: the middleware has put these on every request that reaches one."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import Agreement, Membership, SupportGrant, User


class Request(HttpRequest):
    """A request inside an agreement. Only an annotation: views get Django's own request."""

    agreement: Agreement
    membership: Membership
    memberships: list[Membership]
    may: frozenset[str]
    visit: SupportGrant | None
    htmx: HtmxDetails
    user: User  # type: ignore[assignment]
