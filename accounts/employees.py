"""Who is named on documents. A user is an employee by itself; others are entered by hand (accounts/registers.py)."""

from typing import Any

from django.db.models import Max

from accounts.models import Employee, User


def enlist(user: User) -> Employee:
    """The user's own row among the employees, made where there is none."""
    found = Employee.objects.filter(user=user).first()
    if found is not None:
        return found
    number = (Employee.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    return Employee.objects.create(number=number, name=user.name or user.email, email=user.email, user=user)


def reference(user: User) -> str:
    """How documents name this user: as the employees' register does, else by the user's own name."""
    found = Employee.objects.filter(user=user).values_list("name", flat=True).first()
    return found or user.name


def names() -> list[str]:
    """Those whom a document may name, in the order of the register."""
    rows: Any = Employee.objects.filter(is_barred=False)
    return list(rows.values_list("name", flat=True))
