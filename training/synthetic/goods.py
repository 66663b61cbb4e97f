"""What shops sell: names put together from parts, with plausible prices, units and classes of tax."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from training.synthetic.names import coined

if TYPE_CHECKING:
    from random import Random

TaxClass = Literal["standard", "reduced", "low", "zero"]
_Shelf = tuple[str, TaxClass | Literal["mixed"], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One article on a shelf.

    Attributes:
        unit: `piece`, `kg`, `litre`, `metre` or `hour`; how it is printed is the locale's business.
        deposit: A bottle or can that carries a deposit.
    """

    name: str
    unit: str
    price: Decimal
    tax: TaxClass
    deposit: bool = False


_FOOD_RO = """Lapte|UHT;degresat;integral;bătut;de vacă;proaspăt|1L;1.5%;3.5% 1L;0.5L|5-12
Iaurt|natural;grecesc;cu căpșuni;cu vișine;de băut;probiotic|140g;400g;2% 330g|2-9
Brânză|telemea;de burduf;proaspătă;topită;cu smântână;de capră|200g;350g;kg|8-45
Cașcaval|afumat;rucăr;felii;dalia|300g;kg;450g|12-60
Smântână|12%;20%;dulce;fermentată|200g;400g;900g|4-17
Unt|82%;țărănesc;nesărat|200g;250g|9-19
Ouă|mărimea M;mărimea L;de țară;proaspete|10 buc;6 buc;30 buc|8-39
Pâine|albă;neagră;cu secară;feliată;integrală;de casă;cu semințe;toast|300g;500g;650g;1kg|2-11
Covrigi|cu mac;cu susan;cu sare;simpli|80g;buc|1-6
Făină|albă;000;de grâu;de porumb;integrală|1kg;650|3-8
Mălai|extra;grișat|1kg;500g|3-7
Orez|bob rotund;bob lung;basmati;sălbatic|1kg;500g|5-18
Zahăr|tos;brun;pudră;vanilat|1kg;10g;500g|3-9
Ulei|de floarea soarelui;de măsline;extravirgin;de rapiță|1L;500ml;2L|7-48
Mere|Golden;Ionatan;roșii;Idared;vrac|kg|3-9
Banane|vrac;bio;premium|kg|6-9
Roșii|cherry;ciorchine;românești;prunișoare|kg;500g;vrac|6-22
Cartofi|albi;noi;roșii;vrac|kg;2.5kg|2-9
Castraveți|cornișon;fabio;lungi|kg;vrac|4-16
Ceapă|galbenă;roșie;verde;albă|kg;leg|2-9
Morcovi|spălați;vrac|kg;1kg|3-7
Ardei|gras;kapia;iute;roșu|kg|6-19
Struguri|albi;fără semințe;negri|kg;500g|9-24
Portocale|vrac;de suc|kg|5-9
Lămâi|vrac;bio|kg;500g|7-14
Piept de pui|dezosat;fără piele;caserolă|kg;600g|18-39
Pulpe de pui|superioare;dezosate;refrigerate|kg|12-25
Carne tocată|amestec;vită;porc|500g;kg|14-48
Ceafă de porc|fără os;marinată;cu os|kg|20-36
Cârnați|de porc;oltenești;cabanos;afumați|kg;350g|15-52
Salam|de vară;săsesc;uscat;Victoria;de casă|300g;kg;felii 150g|8-65
Șuncă|presată;de Praga;felii|150g;kg|9-55
Parizer|de pui;țărănesc;extra|kg;450g|8-24
Pate|de ficat;vegetal;de porc|120g;200g|2-8
Ton|bucăți;în ulei;mărunțit|160g;3x80g|6-24
Somon|file;afumat|100g;kg|18-95
Ciocolată|cu lapte;amăruie;albă;cu alune|90g;100g;233g|4-19
Biscuiți|cu unt;cu cacao;simpli;digestivi;cu cremă|160g;420g;50g|2-12
Napolitane|cu cacao;cu vanilie;glazurate|180g;31g|1-9
Paste|spaghete;penne;fusilli;tăiței|500g;400g|3-12
Muștar|clasic;de Tecuci;iute|300g;500g|3-8
Ketchup|dulce;picant;clasic|500g;350g|6-14
Zacuscă|de vinete;de fasole;cu ciuperci|314g;300g|6-15
Gem|de caise;de prune;de căpșuni|350g;340g|6-14
Miere|de salcâm;polifloră;de tei|500g;400g|17-42
Pufuleți|cu sare;cu cașcaval;clasici|100g;45g|1-6
Măsline|negre;verzi;fără sâmburi|200g;kg|5-38
Ciuperci|champignon;pleurotus|500g;kg|6-22
Varză|albă;murată;roșie;dulce|kg;buc|2-9
Cozonac|cu nucă;cu cacao;cu rahat|450g;500g|12-34
Croissant|cu unt;cu ciocolată;cu vanilie|80g;buc|2-8
Chiflă|cu susan;grahăm;kaiser|60g;buc|1-3
Plăcintă|cu mere;cu brânză;cu vișine|150g;buc|4-12
Salată|de boeuf;de vinete;verde;iceberg|250g;buc;kg|5-29
Supă|cremă;instant;de pui|60g;400ml|2-16
Alune|prăjite;cu sare;caju|100g;300g|5-28
Semințe|de floarea soarelui;de dovleac;de in|100g;300g|3-17
Țelină|rădăcină;vrac|kg|5-12
Pere|Williams;Conference|kg|6-13
Pește|păstrăv;macrou;hering;crap|kg;300g|9-48"""
_DRINKS_RO = """Apă minerală|carbogazoasă;plată;naturală;necarbogazificată|2L;0.5L;1.5L;5L;6x2L|2-17
Suc|de portocale;natural;de mere;cola;de vișine|2L;0.5L;0.33L;1.25L|3-14
Bere|blondă;brună;fără alcool;nefiltrată;doză|0.5L;0.33L;2L;6x0.5L|3-38
Vin|alb sec;roșu demisec;rosé;demidulce|0.75L;3L;1L|14-69
Țuică|de prune;bătrână|0.5L;0.7L|25-79
Energizant|clasic;fără zahăr;tropical|0.25L;0.5L|4-11
Ceai|verde;de mușețel;negru;de fructe|20 pl;1.5L;50g|3-18
Cafea|măcinată;boabe;instant;decofeinizată|250g;500g;1kg;3in1|6-72"""
_HOME_RO = """Detergent|lichid;automat;de vase;capsule|2L;4kg;500ml;20 sp|7-89
Săpun|lichid;solid;antibacterian|500ml;90g|3-17
Șampon|anticădere;nutritiv;antimătreață|250ml;400ml|9-33
Hârtie igienică|3 straturi;parfumată;premium|8 role;10 role;4 role|7-34
Prosop|de bucătărie;de hârtie;de baie|2 role;buc|5-42
Șervețele|umede;parfumate;de masă|64 buc;100 buc|3-13
Sacoșă|maieu;bio;plastic;hârtie|35x60cm;mare;mică|0.3-3
Saci|menajeri;cu șnur|35L;60L;120L 10 buc|5-19
Balsam|de rufe;de păr|1L;200ml|8-31
Pastă de dinți|albire;clasică;mentă|75ml;100ml|7-24
Periuță|de dinți medie;interdentară|buc;2 buc|6-29
Baterii|alcaline AA;AAA|4 buc;2 buc|9-34
Bec|LED E27;LED E14|9W;6W;12W|7-29
Burete|de vase;abraziv|5 buc;3 buc|2-8
Odorizant|auto;cameră|300ml;buc|8-27
Mâncare|pisici;câini|400g;85g;1kg|3-49
Țigarete|slim;albastre;roșii|20 buc|21-29
Brichetă|electronică;clasică|buc|2-9"""
_TOOLS_RO = """Șurub|autofiletant;cu cap hexagonal;lemn|4x40;M8x60;3.5x35|0.2-4
Vopsea|lavabilă;albă;lac;email|2.5L;15L;0.75L|22-240
Adeziv|gresie;flexibil;universal|25kg;5kg;50ml|9-79
Cablu|electric;prelungitor;UTP|3x1.5;5m;10m|5-119
Robinet|bucătărie;colțar;cu bilă|1/2;3/4|14-189
Bormașină|cu percuție;cu acumulator|750W;18V|149-599
Mănuși|de lucru;latex;termice|M;L;XL|3-34
Bandă|izolatoare;adezivă;dublu adezivă|20m;50mm|4-24
Scândură|brad;rindeluită|2m;4m|12-69
Priză|dublă;simplă;cu capac|16A|8-49"""
_PHARMACY_RO = """Paracetamol|500 mg;forte;sirop|20 cpr;100ml|4-19
Ibuprofen|400 mg;rapid;gel|10 cps;24 cps;50g|8-34
Vitamina C|1000 mg;efervescentă;cu zinc|20 cpr;30 cps|11-49
Magneziu|B6;citrat;forte|30 cpr;60 cpr|14-59
Picături|nazale;oftalmice;auriculare|10ml;15ml|9-44
Sirop|de tuse;expectorant;pentru copii|150ml;100ml|16-42
Unguent|cu gălbenele;antiinflamator|40g;50ml|9-37
Plasturi|rezistenți la apă;sensibili|20 buc;10 buc|4-22
Comprese|sterile;tifon|10x8cm;25 buc|2-12
Ceai medicinal|hepatic;de tei;calmant|20 pl;50g|5-13"""
_MENU_RO = """Ciorbă|de burtă;de perișoare;rădăuțeană;de văcuță;de legume|porție;400ml|12-29
Supă cremă|de dovleac;de ciuperci;de linte|porție|13-27
Sarmale|cu mămăligă;în foi de viță|porție;350g|24-49
Mici|la grătar;cu muștar|buc;3 buc|5-24
Pui|la cuptor;cu cartofi;la grătar;șnițel|porție;300g|19-46
Pizza|Margherita;Quattro Stagioni;Diavola;cu șuncă|32cm;mare|26-58
Paste|carbonara;bolognese;cu fructe de mare|porție|27-59
Burger|de vită;cu brânză;dublu|buc;meniu|24-58
Cartofi|prăjiți;la cuptor;wedges|porție;200g|8-19
Salată|grecească;de varză;Caesar;asortată|porție|9-42
Papanași|cu dulceață;cu smântână|porție|18-34
Clătite|cu ciocolată;cu gem|2 buc;porție|14-28
Espresso|simplu;dublu;decaf|30ml;buc|7-14
Cappuccino|mic;mare;vienez|180ml;buc|10-19
Limonadă|cu mentă;cu ghimbir;clasică|400ml|12-24
Kebab|la lipie;la farfurie;mare|buc|18-38"""
_WEAR_RO = """Tricou|bărbați;damă;copii;polo|S;M;L;XL|19-129
Blugi|slim;drepți;skinny|M;38;40;42|69-249
Rochie|de vară;elegantă;lungă|36;38;40|79-349
Șosete|sport;bumbac;scurte|39-42;3 per|6-39
Pantofi|sport;piele;casual|40;41;43|99-399
Cămașă|albă;in;în carouri|M;L|59-199
Geacă|de iarnă;de ploaie;piele|M;L;XL|119-599
Curea|piele;textilă|100cm;110cm|25-119
Jucărie|lemn;pluș;interactivă|3+;buc|12-189
Căciulă|lână;tricotată|buc|19-79"""
_PAPER_RO = """Carte|de colorat;de povești;pentru copii|buc;vol. 2|9-79
Caiet|dictando;matematică;A4|48 file;80 file|2-14
Pix|albastru;cu gel;negru|buc;3 buc|1-12
Hârtie|copiator A4;colorată|500 coli;80g|14-39
Dosar|plastic;carton;cu șină|buc;10 buc|1-17
Ziar|cotidian;săptămânal|buc|2-9
Revistă|auto;rebus;casa mea|buc|4-24"""
_FUEL_RO = "Motorină|standard;premium;Diesel|L|6-9\nBenzină|95;98;standard;premium|L|6-9\nGPL|auto|L|3-5"
_SERVICE_RO = """Manoperă|auto;montaj;reparații;vopsitorie|oră|60-240
Tuns|bărbați;damă;copii|buc|30-120
Spălat|exterior;interior;complet|buc|20-90
Transport|marfă;persoane;urban|km;cursă|3-450
Consultație|inițială;control|buc|80-350
Cazare|cameră dublă;cameră single;mic dejun inclus|noapte|120-490
Servicii|contabilitate;mentenanță IT;consultanță;pază|lună;oră|90-2400
Abonament|lunar;anual;parcare|lună|45-900
Închiriere|utilaj;sală;scule|zi;oră|40-690"""

_SHELVES_RO: dict[str, tuple[_Shelf, ...]] = {
    "grocery": ((_FOOD_RO, "reduced", False),) * 3 + ((_DRINKS_RO, "mixed", True), (_HOME_RO, "standard", False)),
    "household": ((_HOME_RO, "standard", False), (_TOOLS_RO, "standard", False)),
    "hardware": ((_TOOLS_RO, "standard", False),),
    "pharmacy": ((_PHARMACY_RO, "reduced", False), (_PHARMACY_RO, "reduced", False), (_HOME_RO, "standard", False)),
    "restaurant": ((_MENU_RO, "reduced", False), (_MENU_RO, "reduced", False), (_DRINKS_RO, "standard", False)),
    "clothes": ((_WEAR_RO, "standard", False),),
    "stationery": ((_PAPER_RO, "standard", False), (_PAPER_RO, "low", False)),
    "fuel": ((_FUEL_RO, "standard", False),) * 2 + ((_DRINKS_RO, "mixed", True), (_FOOD_RO, "reduced", False)),
    "service": ((_SERVICE_RO, "standard", False),),
}
SHOPS_RO = tuple(_SHELVES_RO)
_ALCOHOL = ("Bere", "Vin", "Țuică", "Energizant", "Suc")


def _price(rng: Random, span: str) -> Decimal:
    low, high = (float(part) for part in span.split("-"))
    value = low + (high - low) * rng.random() ** 1.7
    ending = rng.choice((0.99, 0.49, 0.95, 0.5, 0.0, 0.29, 0.98, None, None, None))
    cents = round(value * 100) if ending is None or value < 2 else int(value) * 100 + round(ending * 100)
    return Decimal(max(cents, 10)).scaleb(-2)


def _branded(rng: Random, *parts: str) -> str:
    words = [part for part in parts if part]
    if rng.random() < 0.55:
        words.insert(rng.choice((0, len(words) - 1, len(words))), coined(rng))
    return " ".join(words)


def goods_ro(rng: Random, shop: str) -> Goods:
    """One article of a shop's shelves."""
    table, tax, bottled = rng.choice(_SHELVES_RO[shop])
    name, variants, sizes, span = rng.choice(table.split("\n")).split("|")
    size = rng.choice(sizes.split(";"))
    unit = {"kg": "kg", "vrac": "kg", "L": "litre", "oră": "hour"}.get(size, "piece")
    shown = "" if size in {"kg", "L", "oră", "buc", "porție"} else size
    if tax == "mixed":
        tax = "standard" if name in _ALCOHOL or name == "Cafea" else "reduced"
    variant = rng.choice(variants.split(";")) if rng.random() < 0.85 else ""
    deposit = bottled and shown.endswith("L") and "x" not in shown and name not in {"Ceai", "Cafea"}
    return Goods(name=_branded(rng, name, variant, shown), unit=unit, price=_price(rng, span), tax=tax, deposit=deposit)


def shortened(rng: Random, name: str, width: int) -> str:
    """A name as a till's 20 to 40 characters hold it: words cut off with a point, then the end dropped."""
    words = name.split()
    for _ in range(len(words)):
        if len(" ".join(words)) <= width:
            break
        longest = max(range(len(words)), key=lambda i: len(words[i]))
        if len(words[longest]) > 5:
            words[longest] = words[longest][: rng.randint(3, 4)] + rng.choice((".", ".", ""))
    return " ".join(words)[:width].strip()
