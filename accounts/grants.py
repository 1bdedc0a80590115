"""An owner lets support look in for a while, and can end that at any time. Support changes nothing there."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import Agreement, SupportGrant, User
from accounts.tenancy import acting_for
from rackbeat.lib import periods
from rackbeat.lib.refusal import Refusal, require

LONGEST = timedelta(days=30)


@transaction.atomic
def give(agreement: Agreement, *, by: User, reason: str, until: datetime) -> SupportGrant:
    """From now until `until`: what support may see is what a reader sees."""
    require(reason.strip(), _("Write why support should look in."), field="reason")
    require(until > periods.now(), _("Choose an end that lies ahead."), field="days")
    require(until <= periods.now() + LONGEST, _("At most 30 days. Give it again when more is needed."), field="days")
    grant = SupportGrant.objects.create(reason=reason.strip(), given_by=by, until=until)
    date = until.isoformat(timespec="minutes")
    history.record(agreement, "grant_given", by=by, note=grant.reason, date=date)
    return grant


@transaction.atomic
def end(grant: SupportGrant, *, by: User) -> SupportGrant:
    """Over, from the next click of whoever looks in. A grant that has run out stays as it is."""
    grant = SupportGrant.objects.lock(grant)
    if grant.holds:
        grant.ended_at, grant.ended_by = periods.now(), by
        grant.save(update_fields=["ended_at", "ended_by"])
        history.record(grant.agreement, "grant_ended", by=by)
    return grant


def holding(agreement: Agreement) -> SupportGrant | None:
    """The grant under which support may look in now: the one that lasts longest."""
    with acting_for(agreement):
        now = periods.now()
        rows = SupportGrant.objects.filter(ended_at=None, until__gt=now).select_related("given_by")
        return rows.order_by("-until").first()


def look_in(agreement: Agreement, *, by: User) -> SupportGrant:
    """Begin a visit. It stands in the agreement's history, with the reason that it was given for."""
    grant = holding(agreement)
    if grant is None:
        raise Refusal(_("The agreement has given support no access, or it has ended. Ask its owner."))
    with acting_for(agreement):
        history.record(agreement, "support_came", by=by, note=grant.reason)
    return grant


def look_out(agreement: Agreement, *, by: User) -> None:
    """End a visit."""
    with acting_for(agreement):
        history.record(agreement, "support_left", by=by)
