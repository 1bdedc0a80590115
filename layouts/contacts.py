"""What may happen to the contacts of a customer or supplier: added, changed, removed. And whom a document's mail is for."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import User
from layouts.documents import Party
from layouts.models import PaperKind
from layouts.persons import Contact
from rackbeat.lib.refusal import require

# What somebody who gets these papers gets as well, unless a contact is named for it.
AS = {
    PaperKind.CREDIT_NOTE: PaperKind.INVOICE,
    PaperKind.REMINDER: PaperKind.INVOICE,
    PaperKind.PROFORMA: PaperKind.ORDER,
}


@transaction.atomic
def add(party: Party, *, by: User, **facts: Any) -> Contact:
    """Write down a person at the customer or supplier."""
    party = type(party).objects.lock(party)
    contact = party.contacts.model(**facts)  # type: ignore[attr-defined]
    setattr(contact, contact.party_field, party)
    require_whole(contact)
    contact.save()
    history.record(party, "contact_added", by=by, name=contact)
    return contact


@transaction.atomic
def change(contact: Contact, *, by: User, **facts: Any) -> Contact:
    """Write new facts of a person."""
    contact = type(contact).objects.lock(contact)
    changes = history.differences(contact, facts)
    require_whole(contact)
    if changes:
        contact.save()
        history.record(contact.party, "contact_changed", by=by, name=contact, changes=changes)
    return contact


@transaction.atomic
def remove(contact: Contact, *, by: User) -> None:
    """Forget a person: no mail is suggested for that address any more."""
    contact = type(contact).objects.lock(contact)
    party, name = contact.party, str(contact)
    contact.delete()
    history.record(party, "contact_removed", by=by, name=name)


def require_whole(contact: Contact) -> None:
    """A name; and an address for whoever gets papers. Raises Refusal."""
    require(contact.name.strip(), _("Give the contact a name."), field="name")
    require(
        contact.email or not contact.receives, _("Whoever gets papers by mail needs an e-mail address."), field="email"
    )


@dataclass
class Receivers:
    """Whom a mail is suggested for."""

    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    bcc: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of the contacts among `to`


def receivers(party: Party, kind: str) -> Receivers:
    """The contacts who get this kind of paper; where nobody does, the party's own address."""
    contacts = list(party.contacts.exclude(email=""))  # type: ignore[attr-defined]
    wanted = [each for each in contacts if kind in each.receives]
    if not wanted and kind in AS:
        wanted = [each for each in contacts if AS[PaperKind(kind)] in each.receives]
    found = Receivers()
    for each in wanted:
        getattr(found, each.place).append(each.email)
        found.names += [each.name] if each.place == "to" else []
    if not found.to and party.email:
        found.to.append(party.email)
    return found
