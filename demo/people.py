"""The sample's people: the addresses and the password stand in the README and are printed at the start."""

from accounts.models import Agreement, Membership, Role, User
from accounts.tenancy import acting_for

PASSWORD = "demo-rackbeat"  # noqa: S105 (printed at the start on purpose, in demo mode only)


MEMBERS = {
    "anna": ("anna@nordlys.example", "Anna Berg", "nb"),
    "bo": ("bo@nordlys.example", "Bo Dahl", "nb"),
    "vera": ("vera@nordlys.example", "Vera Lund", "nb"),
    "carla": ("carla@solvang.example", "Carla Holm", "da"),
    "emil": ("emil@solvang.example", "Emil Krog", "da"),
}
SUPPORT, ADMINISTRATOR = "support@rackbeat.example", "admin@rackbeat.example"


def make() -> dict[str, User]:
    """Anna, Bo and Vera of Nordlys, Carla and Emil of Solvang."""
    return {
        key: User.objects.create_user(email, PASSWORD, name=name, language=language)
        for key, (email, name, language) in MEMBERS.items()
    }


def make_support() -> User:
    """Who answers at the desk."""
    return User.objects.create_user(SUPPORT, PASSWORD, name="Siri Aas", language="nb", is_support=True)


def make_staff() -> None:
    """The administrator comes last: being there says that the sample is whole."""
    User.objects.create_superuser(ADMINISTRATOR, PASSWORD, name="Administrator", language="nb")


def staff_is_there() -> bool:
    return User.objects.filter(email=ADMINISTRATOR).exists()


def join(agreement: Agreement, user: User, role: Role) -> None:
    with acting_for(agreement):
        Membership.objects.create(agreement=agreement, user=user, role=role)
