"""Who, which agreement, settings, numbers, history. Must not know items or documents."""

from accounts.models.agreements import Agreement, Membership, Principle, Role
from accounts.models.history import Event
from accounts.models.mail import Mail, MailFile, MailSettings
from accounts.models.numbers import NumberSeries
from accounts.models.people import User
from accounts.models.registers import BankAccount, Currency, DeliveryTerms, PaymentTerms, VatZone
from accounts.models.searching import SearchEntry
from accounts.models.work import ListView, RememberedList, Submission

__all__ = [
    "Agreement",
    "BankAccount",
    "Currency",
    "DeliveryTerms",
    "Event",
    "ListView",
    "Mail",
    "MailFile",
    "MailSettings",
    "Membership",
    "NumberSeries",
    "PaymentTerms",
    "Principle",
    "RememberedList",
    "Role",
    "SearchEntry",
    "Submission",
    "User",
    "VatZone",
]
