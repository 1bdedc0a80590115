"""Who belongs to an agreement, and in which role. What a role may do is accounts/permissions.py."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import employees, history, jobs
from accounts.models import Agreement, Membership, Role, User
from accounts.tenancy import acting_as, acting_for
from rackbeat.lib.refusal import require


@transaction.atomic
def invite(
    agreement: Agreement, *, by: User, email: str, name: str, role: str, language: str = "", password: str = ""
) -> Membership:
    """Give somebody a place. A new person gets a mail with a link to choose a password, unless one is set here."""
    _require_owner(agreement, by)
    email = email.strip().lower()
    person = User.objects.filter(email=email).first()
    if person is None:
        require(name.strip(), _("Write the name of the new user."), field="name")
        language = language or agreement.language
        person = User.objects.create_user(email, password or None, name=name.strip(), language=language)
    else:
        taken = Membership.objects.filter(agreement=agreement, user=person).first()
        require(
            not (taken and taken.is_barred), _("This user is barred here. Open the user and lift that."), field="email"
        )
        require(taken is None, _("This user belongs to the agreement already."), field="email")
        require(not password, _("This person has a password of their own, and gets a mail instead."), field="password")
    membership = Membership.objects.create(agreement=agreement, user=person, role=role)
    employees.enlist(person)
    history.record(
        person, "invited", by=by, name=person, changes=[history.Change("role", "", _role(role), history.TRANSLATE)]
    )
    if not password:
        jobs.send_invitation.defer(agreement=agreement.pk, user=person.pk, by=by.name)
    return membership


@transaction.atomic
def change_role(membership: Membership, *, by: User, role: str) -> Membership:
    """Another role, from the next click on: the person's sessions end."""
    membership = _lock(membership, by)
    if membership.role == role:
        return membership
    if membership.role == Role.OWNER:
        _require_another_owner(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    end_sessions(membership.user)
    changes = [history.Change("role", _role(before), _role(role), history.TRANSLATE)]
    history.record(membership.user, "role_changed", by=by, name=membership.user, changes=changes)
    return membership


@transaction.atomic
def bar(membership: Membership, *, by: User) -> Membership:
    """The person does not come in here any more, from now on. What they did keeps their name."""
    membership = _lock(membership, by)
    if membership.is_barred:
        return membership
    if membership.role == Role.OWNER:
        _require_another_owner(membership)
    membership.is_barred = True
    membership.save(update_fields=["is_barred"])
    end_sessions(membership.user)
    history.record(membership.user, "user_barred", by=by, name=membership.user)
    return membership


@transaction.atomic
def unbar(membership: Membership, *, by: User) -> Membership:
    """The person comes in again, in the role they had."""
    membership = _lock(membership, by)
    if membership.is_barred:
        membership.is_barred = False
        membership.save(update_fields=["is_barred"])
        history.record(membership.user, "user_unbarred", by=by, name=membership.user)
    return membership


@transaction.atomic
def set_password(user: User, password: str) -> None:
    """A new password, chosen by the person. Other sessions end with it; each of the person's agreements notes it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    note_everywhere(user, "password_changed")


@transaction.atomic
def ask_for_new_password(membership: Membership, *, by: User) -> None:
    """Send the person the mail that "Forgot password?" sends. Nobody chooses a password for somebody else."""
    membership = _lock(membership, by)
    require(not membership.is_barred, _("The user is barred."))
    jobs.send_reset.defer(email=membership.user.email)
    history.record(membership.user, "password_asked", by=by, name=membership.user)


def end_sessions(user: User) -> None:
    """Every session of the person ends, on all machines."""
    User.objects.filter(pk=user.pk).update(session_round=user.session_round + 1)
    user.refresh_from_db(fields=["session_round"])


@transaction.atomic
def remove_factors(user: User, *, by: User) -> None:
    """For somebody whose phone and codes are gone. An administrator does it; the person gets a mail, agreements note it."""
    require(by.is_superuser, _("Only an administrator removes somebody's second factors."))
    if Authenticator.objects.filter(user=user).delete()[0]:
        end_sessions(user)
        note_everywhere(user, "factors_removed", by=by)
        jobs.send_warning.defer(user=user.pk, what="factors_removed", by=by.name)


def note_everywhere(user: User, verb: str, *, by: User | None = None) -> None:
    """What a person did as such (log in, change the password) stands in the history of each of their agreements."""
    with acting_as(user):
        agreements = list(Membership.objects.filter(user=user).values_list("agreement_id", flat=True))
    for agreement in agreements:
        with acting_for(agreement):
            history.record(user, verb, by=by or user)


def _lock(membership: Membership, by: User) -> Membership:
    _require_owner(membership.agreement, by)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "agreement")
    return rows.get(agreement=membership.agreement, pk=membership.pk)


def _require_owner(agreement: Agreement, by: User) -> None:
    """Asked here as well as by the page, and under a lock, so that two owners cannot turn each other out at once.

    Administrators pass: they come from the administration, where the agreement was chosen and its history says so.
    """
    owners = Membership.objects.select_for_update().filter(agreement=agreement, role=Role.OWNER).order_by("pk")
    is_owner = any(owner.user_id == by.pk and not owner.is_barred for owner in owners)
    require(is_owner or by.is_staff, _("Only an owner manages the users."))


def _require_another_owner(membership: Membership) -> None:
    others = Membership.objects.filter(
        agreement=membership.agreement, role=Role.OWNER, is_barred=False, user__is_active=True
    ).exclude(pk=membership.pk)
    require(others.exists(), _("An agreement needs an owner. Make somebody else an owner first."))


def _role(role: str) -> str:
    """The English word, translated when it is read."""
    return {"owner": "Owner", "office": "Office", "warehouse": "Warehouse", "reader": "Reader"}[role]
