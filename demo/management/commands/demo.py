"""Makes the two sample agreements with a year of trade; leaves an existing sample as it is."""

import os
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.models import Agreement, Role, User
from accounts.signup import found
from accounts.tenancy import acting_for
from demo import company, desk, goods, letters, people
from demo.year import DAYS, Year
from layouts.models import Layout
from rackbeat.lib import periods

NORDLYS: dict[str, Any] = {
    "name": "Nordlys Sykkel AS",
    "country": "NO",
    "base_currency": "NOK",
    "principle": "fifo",
    "number": 1001,
    "language": "nb",
    "org_number": "312 498 766",
    "street": "Verkstedveien 12",
    "postcode": "0277",
    "city": "Oslo",
    "email": "ordre@nordlys.example",
    "phone": "+47 22 00 00 00",
    "website": "nordlys.example",
}
SOLVANG: dict[str, Any] = {
    "name": "Solvang Handel ApS",
    "country": "DK",
    "base_currency": "DKK",
    "principle": "average",
    "number": 1002,
    "language": "da",
    "org_number": "29 60 35 12",
    "street": "Solvangsvej 7",
    "postcode": "5700",
    "city": "Svendborg",
    "email": "ordre@solvang.example",
    "phone": "+45 62 00 00 00",
    "website": "solvang.example",
}


class Command(BaseCommand):
    help = "Make the sample companies 1001 and 1002. Only where RACKBEAT_DEMO is on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo: RACKBEAT_DEMO is off.")
        if people.staff_is_there():
            self.stdout.write("The sample companies are here already. For fresh ones: make demo-reset.")
            return
        if Agreement.objects.exists():
            self.stdout.write("The sample was not finished. Beginning again ...")
            manage = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo_reset"]
            subprocess.run(manage, check=True, env={**os.environ, "DB_ROLE": "owner"})
            return
        translation.activate("nb")
        team = people.make()
        self.tell(self.nordlys(team), "Nordlys Sykkel AS, agreement 1001", seed=1001, per_week=2.3)
        translation.activate("da")
        self.tell(self.solvang(team), "Solvang Handel ApS, agreement 1002", seed=1002, per_week=0.6)
        translation.activate("nb")
        desk.furnish(team["anna"], people.make_support())
        people.make_staff()

    def nordlys(self, team: dict[str, User]) -> company.Company:
        agreement = self.found(team["anna"], NORDLYS)
        people.join(agreement, team["bo"], Role.WAREHOUSE)
        people.join(agreement, team["vera"], Role.READER)
        with acting_for(agreement):
            company.bank(agreement, account_number="1234 56 78903", iban="NO71 1234 5678 903", bic="NORDNOKKXXX")
            logo = Path(__file__).parents[2] / "nordlys.png"
            if logo.exists():
                Layout.objects.filter(is_default=True).update(logo=logo.read_bytes())
            return company.furnish(
                agreement, team["anna"], team["bo"], goods.NORDLYS, goods.NORDLYS_CUSTOMERS, goods.NORDLYS_SUPPLIERS
            )

    def solvang(self, team: dict[str, User]) -> company.Company:
        agreement = self.found(team["carla"], SOLVANG)
        people.join(agreement, team["emil"], Role.WAREHOUSE)
        with acting_for(agreement):
            company.bank(agreement, account_number="1234 0012345678", iban="DK50 0040 0440 1162 43", bic="SOLVDKKK")
            return company.furnish(
                agreement, team["carla"], team["emil"], goods.SOLVANG, goods.SOLVANG_CUSTOMERS, goods.SOLVANG_SUPPLIERS
            )

    def found(self, owner: User, facts: dict[str, Any]) -> Agreement:
        """Founded on the Friday before the story begins."""
        monday = periods.today() - timedelta(days=periods.today().weekday())
        before = datetime.combine(monday - timedelta(days=DAYS + 3), time(9), UTC)
        with periods.at(before):
            return found(owner, **facts)

    def tell(self, of: company.Company, name: str, *, seed: int, per_week: float) -> None:
        letters.people(of)
        for part in Year(of, seed=seed, per_week=per_week).tell():
            self.bar(name, part)
        letters.log(of)
        self.bar(name, 1.0)
        sys.stderr.write("\n")

    def bar(self, name: str, part: float) -> None:
        width = 30
        done = int(part * width)
        sys.stderr.write(f"\r{name:36} [{'#' * done}{'.' * (width - done)}] {int(part * 100):3d} %")
        sys.stderr.flush()
