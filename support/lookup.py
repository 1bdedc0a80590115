"""Support staff find an agreement by its number, its company or a user's e-mail: facts about it, nothing inside it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from accounts import grants, history
from accounts.models import Agreement, Membership, User
from accounts.tenancy import acting_as, acting_for
from support.models import LookUp

MOST = 10
SHORTEST = 3


@dataclass(frozen=True)
class Facts:
    """All that support is told."""

    agreement: Agreement
    users: int
    last_login: datetime | None
    open_until: datetime | None  # until when its owner lets support look in
    product: str  # version of what runs here
    database: str


@transaction.atomic
def look_up(query: str, *, by: User) -> list[Facts]:
    """What `query` finds, at most ten. Written down, and in the history of each agreement that is shown."""
    query = query.replace("\x00", "").strip()[:200]
    found = [_facts(agreement, by) for agreement in _matching(query)[:MOST]]
    LookUp.objects.create(by=by, query=query, shown=" ".join(str(facts.agreement.number) for facts in found))
    return found


def _matching(query: str) -> list[Agreement]:
    """By number exactly; by e-mail exactly; by a part of the name, three letters or more."""
    agreements = Agreement.objects.select_related("base_currency").order_by("number")
    if re.fullmatch(r"[0-9]{1,9}", query):
        return list(agreements.filter(number=int(query)))
    if "@" in query:
        person = User.objects.filter(email=query.lower()).first()
        if person is None:
            return []
        with acting_as(person):
            mine = Membership.objects.filter(user=person).values_list("agreement_id", flat=True)
            return list(agreements.filter(pk__in=list(mine)))
    return list(agreements.filter(name__icontains=query)[:MOST]) if len(query) >= SHORTEST else []


def _facts(agreement: Agreement, by: User) -> Facts:
    """Inside the agreement for a count and a moment; the agreement can read that it was looked up."""
    with acting_for(agreement):
        history.record(agreement, "looked_up", by=by)
        return facts_of(agreement)


def facts_of(agreement: Agreement) -> Facts:
    """The facts of the agreement that is acted for: who it is and how it is set up, nothing of what it trades."""
    people = Membership.objects.filter(agreement=agreement, is_barred=False)
    last = people.aggregate(last=Max("user__last_login"))["last"]
    grant = grants.holding(agreement)
    server = connection.pg_version  # type: ignore[attr-defined]
    return Facts(
        agreement,
        people.count(),
        last,
        grant.until if grant else None,
        settings.VERSION,
        f"PostgreSQL {server // 10000}",
    )
