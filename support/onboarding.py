"""Asking for onboarding: one conversation of an agreement with one named specialist, who is told by mail."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import history, mail
from accounts.models import Agreement, User
from accounts.tenancy import current_agreement_id
from rackbeat.lib.refusal import require
from support import conversations
from support.models import Contact, Conversation

PARTS = {
    "import": gettext_lazy("Import of your data"),
    "setup": gettext_lazy("Set-up of Rackbeat"),
    "integrations": gettext_lazy("Set-up of integrations"),
    "training": gettext_lazy("Training"),
}
LONGEST = 4000


def specialist() -> User | None:
    """Who leads onboarding: named by the administrator, else the longest serving of the support staff."""
    contact = Contact.objects.select_related("specialist").first()
    if contact and contact.specialist and contact.specialist.is_active:
        return contact.specialist
    return User.objects.filter(is_support=True, is_active=True).order_by("pk").first()


def current() -> Conversation | None:
    """The agreement's onboarding, as long as it is not closed."""
    open_ones = Conversation.objects.filter(topic=Conversation.Topic.ONBOARDING, closed_at=None)
    return open_ones.select_related("led_by", "opened_by").first()


@transaction.atomic
def ask(*, by: User, parts: Sequence[str] = (), text: str = "") -> Conversation:
    """Open the conversation, or go on with the one that is open. The specialist gets a mail that says where to look."""
    agreement = Agreement.objects.select_for_update().get(pk=current_agreement_id())
    text = text.strip()[:LONGEST]
    wanted = [str(PARTS[part]) for part in parts if part in PARTS]
    require(wanted or text, _("Say what you would like help with."), field="text")
    talk = current()
    if talk is None:
        talk = Conversation.objects.create(
            number=conversations.next_number(),
            topic=Conversation.Topic.ONBOARDING,
            subject=_("Onboarding"),
            opened_by=by,
            led_by=specialist(),
        )
        history.record(agreement, "onboarding", by=by)
    body = "\n\n".join(part for part in ("\n".join(f"• {one}" for one in wanted), text) if part)
    conversations.say(talk, by=by, text=body)
    _tell(talk, agreement)
    return talk


def _tell(talk: Conversation, agreement: Agreement) -> None:
    """Nothing of the message: only that there is one, of which agreement."""
    contact = Contact.objects.first()
    to = talk.led_by.email if talk.led_by else contact.email if contact else ""
    if not to:
        return
    with translation.override(talk.led_by.language if talk.led_by else settings.LANGUAGE_CODE):
        facts = {"number": agreement.number, "company": agreement.name}
        subject = _("Onboarding: agreement %(number)s, %(company)s") % facts
        body = _("Somebody at agreement %(number)s asks for onboarding.") % facts
    mail.notice(to=to, subject=subject, body=f"{body}\n\n{settings.SITE_URL}/support/?q={agreement.number}\n")
