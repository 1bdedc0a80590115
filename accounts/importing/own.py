"""What a spreadsheet's row means here: an address of ours, where goods are delivered."""

from typing import Any

from django.utils.translation import gettext_lazy

from accounts import registers
from accounts.importing.kinds import Column, Register
from accounts.models import OwnAddress
from rackbeat.lib import countries


class Addresses(Register):
    """Found by name. Which one is the usual one is chosen in the settings."""

    key = "addresses"
    title = gettext_lazy("Addresses")
    about = gettext_lazy(
        "Where goods are delivered to you; purchase orders name one. Customers' delivery addresses come with the customers."
    )
    right = "settings.edit"
    model = OwnAddress
    number = "name"
    list_name = "accounts:addresses"
    columns = (
        Column("name", gettext_lazy("Name"), required=True, names=("navn",), example=("Lager Øst", "Butikken")),
        Column("street", gettext_lazy("Street"), names=("adresse", "gate", "gade", "address"), example=("Kaia 3", "")),
        Column("street2", gettext_lazy("Street, second line"), names=("adresse2", "address2"), example=("", "")),
        Column("postcode", gettext_lazy("Postcode"), names=("postnr", "postnummer", "zip"), example=("0150", "")),
        Column("city", gettext_lazy("City"), names=("poststed", "by", "sted"), example=("Oslo", "")),
        Column(
            "country", gettext_lazy("Country"), "choice", names=("land",), example=("NO", ""), choices=countries.by_word
        ),
    )

    def change(self, target: Any, facts: dict[str, Any]) -> None:
        registers.change(target, by=self.by, **facts)
