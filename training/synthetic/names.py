"""Invented companies, people and places, with tax ids whose control digits are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_ONSETS = ("b", "br", "c", "cr", "d", "dr", "f", "fl", "g", "gr", "l", "m", "n", "p", "pl", "pr", "r", "s", "st", "t",
    "tr", "v", "z", "ch", "k", "sc")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ea", "ia", "io")
_CODAS = ("", "", "", "n", "r", "l", "s", "x", "m", "nt", "rd", "ns", "t")


def coined(rng: Random, syllables: int = 0) -> str:
    """A word that sounds like a brand: `Trenova`, `Plixar`."""
    count = syllables or rng.choice((2, 2, 2, 3, 3))
    word = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(count)) + rng.choice(_CODAS)
    return word.capitalize()


SURNAMES_RO = """Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Moldovan Lazăr Munteanu Șerban
Marin Tudor Dobre Barbu Nistor Florea Dinu Toma Oprea Constantinescu Vasilescu Georgescu Diaconu Mureșan Țăranu Bălan
Crăciun Enache Ștefănescu Manea Cristea Iordache Olteanu Sandu Voicu Pîrvu Zamfir Grigorescu Bucur Rotaru Apostol Albu
Neagu Cojocaru Pătrașcu Ungureanu Sârbu Țurcanu Văduva Drăgan Ardelean Lupu Costea Filip Trandafir""".split()
GIVEN_RO = """Andrei Maria Ioana Elena Mihai Alexandru Cristina Ana Ștefan Gabriela Vasile Ion Florin Mădălina Răzvan Bogdan
Adriana Cătălin Daniela Nicoleta Sorin Vlad Simona Raluca Anca Dragoș Larisa Iulia Marius Claudia Tiberiu Oana Lavinia
Dănuț Mirela Petru Ionuț Crina Roxana Ovidiu""".split()
_TRADE_RO = """Market Trade Com Prod Impex Expert Invest Food Retail Distribution Services Group Plus Prest Construct Pharma
Auto Electric Design Bio Farm Grup Logistic Solutions Consult Comerț Serv Trans Pan Mob Tex Agro Alimentar Total Tehnic
Mag Shop Store International Center Best""".split()
_ROOTS_RO = """Alfa Beta Delta Omega Nova Carpați Dacia Mureș Olt Siret Bucegi Ceahlău Retezat Transilvania Moldova Oltenia
Banat Dobrogea Bucovina Crișul Argeș Hera Atlas Orion Sirius Luna Soare Stejarul Bradul Zimbrul Cocorul Albina Lăcrămioara
Mărul Casa Hanul Cuptorul Vatra Fântâna Poarta Drumul Izvorul Grădina Cămara Livada""".split()
_STREET_KINDS_RO = ("Str.", "STR.", "Strada", "Bd.", "B-dul", "Bulevardul", "Calea", "Șos.", "Șoseaua", "Aleea", "Piața",
    "Splaiul", "Intr.")  # fmt: skip
_STREETS_RO = """Mihai Eminescu|Ion Creangă|Republicii|Unirii|Libertății|Victoriei|Independenței|1 Decembrie 1918|Nicolae Bălcescu|
Tudor Vladimirescu|Ștefan cel Mare|Avram Iancu|Mihai Viteazul|Alexandru Ioan Cuza|George Coșbuc|Lucian Blaga|Traian|Decebal|
Horea|Cloșca|Crișan|Gării|Morii|Școlii|Bisericii|Florilor|Trandafirilor|Teiului|Castanilor|Plopilor|Salcâmilor|Zorilor|Păcii|
Dorobanților|Grivița|Mărășești|Mărăști|Oituz|Plevnei|Aviatorilor|Constructorilor|Fabricii|Uzinei|Industriei|Viitorului|
Primăverii|Cetății|Dealului|Izvorului|Lacului|Câmpului|Nucului|Cireșului|Iuliu Maniu|Vasile Alecsandri|Octavian Goga|
Andrei Șaguna|Simion Bărnuțiu|Constantin Brâncuși|Nicolae Iorga|Barbu Văcărescu|Aurel Vlaicu|Henri Coandă|Traian Vuia|
Timișoara|Brașov|Bucureștii Noi|Călărașilor|Moșilor|Rahova|Giulești|Pantelimon|Colentina|Fundeni|Apusului|Preciziei""".replace(
    "\n", ""
).split("|")
_TOWNS_RO = """București:Sector 1|București:Sector 3|București:Sector 6|Cluj-Napoca:Cluj|Iași:Iași|Timișoara:Timiș|Constanța:Constanța|
Brașov:Brașov|Craiova:Dolj|Galați:Galați|Ploiești:Prahova|Oradea:Bihor|Brăila:Brăila|Arad:Arad|Pitești:Argeș|Sibiu:Sibiu|
Bacău:Bacău|Târgu Mureș:Mureș|Baia Mare:Maramureș|Buzău:Buzău|Botoșani:Botoșani|Satu Mare:Satu Mare|Râmnicu Vâlcea:Vâlcea|
Suceava:Suceava|Piatra Neamț:Neamț|Drobeta-Turnu Severin:Mehedinți|Târgu Jiu:Gorj|Târgoviște:Dâmbovița|Focșani:Vrancea|
Bistrița:Bistrița-Năsăud|Reșița:Caraș-Severin|Tulcea:Tulcea|Slatina:Olt|Călărași:Călărași|Alba Iulia:Alba|Giurgiu:Giurgiu|
Deva:Hunedoara|Zalău:Sălaj|Sfântu Gheorghe:Covasna|Vaslui:Vaslui|Alexandria:Teleorman|Slobozia:Ialomița|Miercurea Ciuc:Harghita|
Voluntari:Ilfov|Otopeni:Ilfov|Mediaș:Sibiu|Turda:Cluj|Lugoj:Timiș|Roman:Neamț|Făgăraș:Brașov|Câmpina:Prahova|Sinaia:Prahova""".replace(
    "\n", ""
).split("|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A business as it introduces itself on paper.

    Attributes:
        brand: The name over the door, or nothing.
        address: Rows as printed.
        tax_id: Without label; with its country's prefix where that is printed.
        registration: Trade register number, or nothing.
    """

    name: str
    brand: str
    address: tuple[str, ...]
    tax_id: str
    phone: str = ""
    registration: str = ""
    iban: str = ""
    bank: str = ""


def cui(rng: Random) -> str:
    """A Romanian company's tax id: 4 to 8 digits and the control digit (weights 7 5 3 2 1 7 5 3 2, modulo 11)."""
    length = rng.choice((5, 6, 6, 7, 7, 7, 7, 7))
    body = str(rng.randint(10 ** (length - 1), 10**length - 1))
    weighted = sum(int(a) * b for a, b in zip(body.zfill(9), (7, 5, 3, 2, 1, 7, 5, 3, 2), strict=True))
    return body + str(weighted * 10 % 11 % 10)


def iban(rng: Random, country: str = "RO") -> str:
    """An IBAN with right check digits, in groups of four."""
    bank = "".join(rng.choice("ABCDEFGHIJKLMNOPRSTUVZ") for _ in range(4))
    account = {
        "RO": bank + "".join(rng.choice("0123456789ABCDEFGHRONX") for _ in range(16)),
        "DE": f"{rng.randrange(10**18):018d}",
        "FR": f"{rng.randrange(10**23):023d}",
        "HU": f"{rng.randrange(10**24):024d}",
        "GB": bank + f"{rng.randrange(10**14):014d}",
    }[country]
    digits = "".join(str(int(char, 36)) for char in account + country + "00")
    number = f"{country}{98 - int(digits) % 97:02d}{account}"
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def person_ro(rng: Random) -> str:
    return f"{rng.choice(SURNAMES_RO)} {rng.choice(GIVEN_RO)}"


def phone_ro(rng: Random) -> str:
    digits = rng.choice(("02", "03", "07")) + f"{rng.randrange(10**8):08d}"
    form = rng.choice(("{0}{1}{2}", "{0} {1} {2}", "{0}.{1}.{2}", "{0}-{1}{2}", "{0}/{1}{2}"))
    return form.format(digits[:4], digits[4:7], digits[7:])


def company_name_ro(rng: Random) -> tuple[str, str]:
    """Legal name and brand."""
    roll = rng.random()
    if roll < 0.35:
        brand = f"{rng.choice(_ROOTS_RO)} {rng.choice(_TRADE_RO)}"
    elif roll < 0.6:
        brand = f"{coined(rng)} {rng.choice(_TRADE_RO)}"
    elif roll < 0.75:
        brand = f"{rng.choice(_ROOTS_RO)} {coined(rng)} {rng.choice(_TRADE_RO)}"
    elif roll < 0.87:
        brand = coined(rng, 3)
    else:
        brand = f"{rng.choice(SURNAMES_RO)} & {rng.choice(GIVEN_RO)}"
    if rng.random() < 0.06:
        person = person_ro(rng)
        return rng.choice((f"{person} PFA", f"{person} Întreprindere Individuală", f"P.F.A. {person}")), ""
    form = rng.choice(("S.R.L.", "S.R.L.", "SRL", "SRL", "S.A.", "SA", "S.R.L.-D."))
    prefix = rng.choice(("S.C. ", "SC ", "", "", ""))
    return f"{prefix}{brand} {form}", brand if rng.random() < 0.5 else ""


def address_ro(rng: Random) -> tuple[str, ...]:
    """An address on one to four rows."""
    town, _, county = rng.choice(_TOWNS_RO).partition(":")
    number = rng.choice((f"nr. {rng.randint(1, 290)}", f"Nr. {rng.randint(1, 199)}", f"NR.{rng.randint(1, 99)}",
        f"{rng.randint(1, 150)}", f"nr. {rng.randint(1, 99)}{rng.choice('ABC')}", f"NR {rng.randint(1, 99)}"))  # fmt: skip
    street = f"{rng.choice(_STREET_KINDS_RO)} {rng.choice(_STREETS_RO)}"
    street += rng.choice((" ", ", ", " ")) + number
    if rng.random() < 0.25:
        street += rng.choice((f", bl. {rng.choice('ABCDPM')}{rng.randint(1, 40)}", f" BL.{rng.randint(1, 60)}",
            f", sc. {rng.choice('AB12')}, ap. {rng.randint(1, 60)}", ", parter", f", et. {rng.randint(1, 5)}"))  # fmt: skip
    postal = f"{rng.randint(10, 927) * 1000 + rng.randint(1, 999):06d}"
    capital = town == "București"
    region = (
        county if capital else rng.choice((f"jud. {county}", f"Jud. {county}", f"JUDEȚUL {county}", f"Județ {county}"))
    )
    place = rng.choice((f"{town}, {region}", f"{postal} {town}", f"{town} {region}", f"Loc. {town}, {region}",
        f"Municipiul {town}", f"{postal}, {town}, {region}", f"mun. {town} {region}"))  # fmt: skip
    if rng.random() < 0.15:
        return (f"{street}, {place}",)
    if rng.random() < 0.15:
        return (street, town, region)
    return (street, place) if rng.random() < 0.85 else (place, street)


def company_ro(rng: Random) -> Company:
    name, brand = company_name_ro(rng)
    year = rng.randint(1991, 2025)
    county = rng.randint(1, 40)
    registration = rng.choice((f"J{county:02d}/{rng.randint(1, 9999)}/{year}", f"J{county}/{rng.randint(1, 24000)}/{year}",
        f"J{year}{rng.randint(1, 999999):06d}{rng.randint(100, 409)}"))  # fmt: skip
    return Company(name=name, brand=brand, address=address_ro(rng), tax_id=cui(rng),
        phone=phone_ro(rng) if rng.random() < 0.4 else "", registration=registration, iban=iban(rng),
        bank=f"{rng.choice(('Banca', 'BANCA'))} {coined(rng)} {rng.choice(('S.A.', 'SA', 'Bank'))}")  # fmt: skip
