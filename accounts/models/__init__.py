"""Who, which agreement, settings, numbers, history. Must not know items or documents."""

from accounts.models.agreements import Agreement, Membership, Principle, Role
from accounts.models.exports import DataExport
from accounts.models.grants import SupportGrant
from accounts.models.history import Event
from accounts.models.imports import Import, ImportedRow, RefusedRow
from accounts.models.mail import Mail, MailFile, MailSettings
from accounts.models.numbers import NumberSeries
from accounts.models.people import User
from accounts.models.proofs import BooksProof
from accounts.models.registers import (
    BankAccount,
    Currency,
    CurrencyRate,
    DeliveryTerms,
    Employee,
    OwnAddress,
    PaymentTerms,
    VatZone,
)
from accounts.models.searching import SearchEntry
from accounts.models.work import BulkRow, BulkRun, ListView, RememberedList, Submission

__all__ = [
    "Agreement",
    "BankAccount",
    "BooksProof",
    "BulkRow",
    "BulkRun",
    "Currency",
    "CurrencyRate",
    "DataExport",
    "DeliveryTerms",
    "Employee",
    "Event",
    "Import",
    "ImportedRow",
    "ListView",
    "Mail",
    "MailFile",
    "MailSettings",
    "Membership",
    "NumberSeries",
    "OwnAddress",
    "PaymentTerms",
    "Principle",
    "RefusedRow",
    "RememberedList",
    "Role",
    "SearchEntry",
    "Submission",
    "SupportGrant",
    "User",
    "VatZone",
]
