"""What the two sample companies deal in, with whom: plain data, invented, the same on every machine."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Thing:
    """An item of the sample: `lot` is what a customer usually takes, `supplier` an index (None: not kept in stock)."""

    number: str
    name: str
    group: str
    unit: str
    cost: Decimal
    price: Decimal
    lot: int
    place: str
    supplier: int | None


def _things(table: str) -> list[Thing]:
    rows = [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]
    return [
        Thing(number, name, group, unit, Decimal(cost), Decimal(price), int(lot), place, int(who) if who else None)
        for number, name, group, unit, cost, price, lot, place, who in rows
    ]


NORDLYS = _things(
    """
2040|Frontlys Polar 800 lm, USB-C|Lys|stk|152.00|279.00|24|A-04-2|0
2041|Frontlys Polar 1200 lm, USB-C|Lys|stk|231.00|429.00|12|A-04-3|0
2055|Baklys Glimt 60 lm|Lys|stk|71.50|149.00|24|A-04-1|0
2060|Lyssett Vinter, front og bak|Lys|sett|198.00|389.00|12|A-05-1|0
2071|Hjelmlykt Stjerne 400 lm|Lys|stk|118.00|239.00|8|A-05-2|0
2080|Navdynamo 6 V, 3 W|Lys|stk|342.00|629.00|4|A-05-3|0
2090|Ekerefleks, pakke à 36|Lys|pk|24.80|69.00|20|A-06-1|0
3305|Piggdekk Isbjørn 28×1,60, 240 pigger|Dekk og slanger|stk|268.40|489.00|12|B-11-1|1
3306|Piggdekk Isbjørn 26×1,90, 210 pigger|Dekk og slanger|stk|261.00|479.00|8|B-11-2|1
3310|Slange 28″, bilventil|Dekk og slanger|stk|14.10|39.00|40|B-12-1|1
3311|Slange 26″, bilventil|Dekk og slanger|stk|13.90|39.00|30|B-12-2|1
3320|Sommerdekk Fjord 28×1,50|Dekk og slanger|stk|96.00|199.00|16|B-11-3|1
3330|Felgbånd 17 mm, rull 50 m|Dekk og slanger|m|2.35|6.90|50|B-12-3|1
4102|Refleksvest Natt, str. L|Sikkerhet|stk|33.40|89.00|30|A-07-1|2
4101|Refleksvest Natt, str. M|Sikkerhet|stk|33.40|89.00|30|A-07-2|2
4120|Hjelm Trygg, 54-58 cm|Sikkerhet|stk|187.00|399.00|10|A-08-1|2
4121|Hjelm Trygg, 58-62 cm|Sikkerhet|stk|187.00|399.00|10|A-08-2|2
4130|Barnehjelm Pip, 48-52 cm|Sikkerhet|stk|142.00|299.00|8|A-08-3|2
4150|Bøylelås Bastion, 14 mm|Sikkerhet|stk|174.50|349.00|10|A-09-1|2
4160|Kjettinglås 90 cm|Sikkerhet|stk|121.00|259.00|10|A-09-2|2
5010|Kjede 11-delt, 118 ledd|Deler|stk|104.00|219.00|15|A-10-1|3
5011|Kjede 8-delt, 116 ledd|Deler|stk|58.00|129.00|20|A-10-2|3
5020|Kassett 11-34, 9-delt|Deler|stk|139.00|289.00|6|A-10-3|3
5102|Bremseklosser for skive, par|Deler|par|28.50|79.00|25|A-11-1|3
5103|Bremseklosser for felg, par|Deler|par|19.20|59.00|30|A-11-2|3
5110|Bremseskive 160 mm|Deler|stk|87.00|189.00|10|A-11-3|3
5200|Sete By, dame|Deler|stk|164.00|349.00|5|A-12-1|3
5210|Pedaler, aluminium, par|Deler|par|92.00|199.00|12|A-12-2|3
5300|Girwire, rustfri, 2,1 m|Deler|stk|11.40|35.00|40|A-12-3|3
6001|Bærer bak, 25 kg|Utstyr|stk|158.00|329.00|8|B-13-1|3
6010|Sykkelveske Havn, 20 l, par|Utstyr|par|412.00|799.00|4|B-13-2|2
6020|Gulvpumpe med manometer|Utstyr|stk|126.00|279.00|6|B-13-3|2
1124|Bysykkel Strand, 7 gir, 54 cm|Sykler|stk|4850.00|6490.00|2|C-01|4
1125|Bysykkel Strand, 7 gir, 58 cm|Sykler|stk|4850.00|6490.00|2|C-02|4
1140|Elsykkel Kyst, 500 Wh|Sykler|stk|15900.00|21900.00|1|C-03|4
9001|Frakt, Bedriftspakke|Tjenester|stk|0.00|390.00|1||
9002|Klargjøring av sykkel|Tjenester|time|0.00|690.00|2||
"""
)

NORDLYS_CUSTOMERS = [
    ("Vestfjord Sykkelutleie", "Havnegata 3", "8300", "Svolvær", "Ingrid Moe"),
    ("Nordvik kommune, Samferdsel", "Rådhusplassen 1", "7900", "Rørvik", ""),
    ("Holmen Sportslager AS", "Storgata 120", "0184", "Oslo", "Petter Aas"),
    ("Sykkelverkstedet Furulia", "Furulia 8", "2004", "Lillestrøm", ""),
    ("Byfjell Elsykkel AS", "Kong Oscars gate 70", "5017", "Bergen", "Tuva Lie"),
    ("Fjord Sykkel AS", "Strandgaten 41", "5013", "Bergen", "Kari Nes"),
    ("Nidaros Hjul & Lys", "Prinsens gate 12", "7012", "Trondheim", ""),
    ("Mjøsa Sykkel & Ski", "Strandpromenaden 5", "2317", "Hamar", "Liv Berge"),
    ("Vågen Sykkelhus AS", "Nedre Strandgate 19", "4005", "Stavanger", "Jon Eide"),
    ("Ishavet Sport & Fritid", "Sjøgata 22", "9008", "Tromsø", "Aslak Myhre"),
    ("Elvebyen Hjul AS", "Nedre Storgate 7", "3015", "Drammen", "Mona Vik"),
    ("Ålefjord Sykkelservice", "Kaiveien 4", "6002", "Ålesund", ""),
    ("Skagerrak Sykkelsenter AS", "Dronningens gate 33", "4608", "Kristiansand", "Ole Bakke"),
    ("Bergstaden Fjellsykkel", "Kjerkgata 15", "7374", "Røros", ""),
    ("Gandsfjord Pedal AS", "Langgata 51", "4306", "Sandnes", "Siri Tveit"),
    ("Saltdal Sykkel & Service", "Jernbanegata 2", "8250", "Rognan", ""),
    ("Rosebyen Hjul", "Torget 6", "6413", "Molde", "Geir Haug"),
    ("Østmarka Terrengsykkel", "Enebakkveien 204", "0680", "Oslo", "Ida Solheim"),
    ("Hardanger Ferie og Fritid", "Kyrkjevegen 11", "5730", "Ulvik", ""),
    ("Lindesnes Hjulservice", "Bryggegata 9", "4515", "Mandal", "Nils Roland"),
]

NORDLYS_SUPPLIERS = [
    ("Lumen Cycle GmbH", "Lichtallee 14", "20457", "Hamburg", "DE", 21),
    ("Nordic Tyre AB", "Ringvägen 88", "118 61", "Stockholm", "SE", 10),
    ("Safe Ride ApS", "Industrivej 30", "5260", "Odense", "DK", 12),
    ("Kjededrift Engros AS", "Verkseier Furulunds vei 21", "0668", "Oslo", "NO", 5),
    ("Strand Sykkelfabrikk AS", "Fabrikkveien 2", "4340", "Bryne", "NO", 28),
]

SOLVANG = _things(
    """
L100|Pendel Måne, opal, 30 cm|Lamper|stk.|412.00|799.00|4|A-1|0
L110|Bordlampe Klit, messing|Lamper|stk.|286.00|549.00|6|A-2|0
L120|Gulvlampe Siv|Lamper|stk.|688.00|1295.00|2|A-3|0
L200|LED-pære E27, 806 lm|Pærer|stk.|13.80|34.95|60|B-1|1
L201|LED-pære E14, 470 lm|Pærer|stk.|12.40|32.95|60|B-2|1
L210|LED-filament, ravfarvet|Pærer|stk.|29.50|79.95|30|B-3|1
L300|Stofledning, sort|Tilbehør|m|6.20|18.00|50|C-1|1
L310|Fatning E27, porcelæn|Tilbehør|stk.|17.90|49.00|25|C-2|1
L320|Loftroset, hvid|Tilbehør|stk.|22.00|59.00|20|C-3|1
Y900|Fragt|Ydelser|stk.|0.00|149.00|1||
"""
)

SOLVANG_CUSTOMERS = [
    ("Lys & Bolig Aarhus", "Vestergade 18", "8000", "Aarhus C", "Mette Lund"),
    ("Café Havnefront", "Havnegade 44", "5000", "Odense C", ""),
    ("Møbelhuset Vadehavet", "Storegade 9", "6760", "Ribe", "Jens Friis"),
    ("Byens El ApS", "Algade 27", "9000", "Aalborg", ""),
    ("Hotel Sundet", "Strandgade 5", "3000", "Helsingør", "Lone Dam"),
    ("Interiør Nord", "Jernbanegade 12", "9800", "Hjørring", ""),
]

SOLVANG_SUPPLIERS = [
    ("Glasværket Fyn ApS", "Ovnvej 6", "5700", "Svendborg", "DK", 14),
    ("Baltic Lighting UAB", "Šviesos g. 3", "44280", "Kaunas", "LT", 18),
]
