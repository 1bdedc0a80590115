"""The sample's people: the addresses and the password stand in the README and are printed at the start."""

from accounts.models import Agreement, Membership, Role, User
from accounts.tenancy import acting_for

PASSWORD = "demo-rackbeat"  # noqa: S105 (printed at the start on purpose, in demo mode only)


def make() -> dict[str, User]:
    """Anna, Bo, Vera, Carla, support and the administrator."""
    people = {
        "anna": ("anna@nordlys.example", "Anna Berg", "nb", {}),
        "bo": ("bo@nordlys.example", "Bo Dahl", "nb", {}),
        "vera": ("vera@nordlys.example", "Vera Lund", "nb", {}),
        "carla": ("carla@solvang.example", "Carla Holm", "da", {}),
        "support": ("support@rackbeat.example", "Support", "nb", {"is_support": True}),
        "admin": ("admin@rackbeat.example", "Administrator", "nb", {"is_staff": True, "is_superuser": True}),
    }
    return {
        key: User.objects.create_user(email, PASSWORD, name=name, language=language, **facts)
        for key, (email, name, language, facts) in people.items()
    }


def join(agreement: Agreement, user: User, role: Role) -> None:
    with acting_for(agreement):
        Membership.objects.create(agreement=agreement, user=user, role=role)
