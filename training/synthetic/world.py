"""Words and habits of receipts in English (British and Malaysian), German, French and Hungarian."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from training.synthetic.goods import Goods, TaxClass
from training.synthetic.money import NumberStyle
from training.synthetic.names import Company, coined
from training.synthetic.tax_ids import (
    british_vat_id,
    french_vat_id,
    german_vat_id,
    hungarian_tax_number,
    malaysian_gst_id,
    siren,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country's receipts as data.

    Attributes:
        goods: `name|variant;variant|size;size|low-high` rows; prices in the currency's unit.
        codes: Letters and rates of tax by class.
        labels: Alternatives for each printed label; see the keys in `_ENGLISH`.
        units: Printed names of units.
        cash_step: Smallest coin, where totals are rounded to it.
        since: First day on which the rates were in force.
        until: Last day on which the rates were in force.
    """

    language: str
    currency: str
    numbers: tuple[NumberStyle, ...]
    codes: tuple[Mapping[TaxClass, tuple[str, Decimal]], ...]
    goods: str
    labels: Mapping[str, Texts]
    dates: Texts
    times: Texts
    streets: Texts
    towns: Texts
    forms: Texts
    trades: Texts
    people: Texts
    units: tuple[Mapping[str, str], ...] = ({},)
    cash_step: Decimal | None = None
    places: int = 2
    since: date = date(2017, 1, 1)
    until: date = date(2026, 10, 31)


def _codes(
    standard: tuple[str, str], reduced: tuple[str, str], zero: tuple[str, str]
) -> dict[TaxClass, tuple[str, Decimal]]:
    low = (reduced[0], Decimal(reduced[1]))
    return {
        "standard": (standard[0], Decimal(standard[1])),
        "reduced": low,
        "low": low,
        "zero": (zero[0], Decimal(zero[1])),
    }


def _choices(text: str) -> Texts:
    return tuple(part.strip() for part in text.replace("\n", " ").split("|"))


_GOODS_EN = """Milk|semi skimmed;whole;UHT|1L;2 PT|1-4
Bread|white;wholemeal;garlic;sliced|800G;400G|1-5
Chicken|breast;wings;drumstick;curry|500G;1KG|3-15
Rice|basmati;jasmine;fragrant|5KG;1KG|3-28
Noodles|instant;fried;egg;soup|5X80G;BOWL|1-9
Coffee|instant;ground;white;iced|200G;CUP|2-14
Tea|green;earl grey;iced lemon;milk|40S;CUP|1-7
Apples|gala;granny smith;red|6PK;KG|1-6
Cheese|cheddar;mozzarella;cream|250G;400G|2-9
Eggs|free range;grade A|12;30S|2-13
Butter|salted;unsalted|250G|2-7
Biscuits|digestive;cream;butter|300G|1-5
Shampoo|herbal;anti dandruff|400ML|3-19
Toothpaste|whitening;mint|100ML|2-9
Batteries|AA;AAA|4S;8S|4-16
Paint brush|flat;angled|2\";50MM|2-14
PVC pipe|class 6;elbow;tee|20MM;1\"|1-22
Screw|self tapping;wood|M6X50;BOX|1-18
Nasi lemak|ayam;special|SET|4-14
Burger|beef;chicken;double|SET;REG|5-24
Fish & chips|large;regular|EA|6-19
Envelope|brown;window|A4;DL 50S|1-9
Notebook|ruled;hardcover|A5;A4|2-17
Petrol|RON95;unleaded|LITRE|2-9
Car wash|standard;wax|1X|8-35
Orange juice|fresh;pulp free|1L;GLASS|2-9
Mineral water|still;sparkling|500ML;1.5L|1-3"""
_GOODS_DE = """Vollmilch|3,5%;frisch;haltbar|1L|1-2
Brötchen|Mehrkorn;Kaiser;Laugen|St.;6er|0.3-3
Käse|Gouda;Emmentaler;jung;in Scheiben|400g;200g|2-7
Butter|mild;gesalzen|250g|2-4
Äpfel|Elstar;Jonagold;Bio|1kg;lose|2-5
Kartoffeln|festkochend;mehlig|2,5kg|2-5
Hähnchen|Brustfilet;Schenkel|600g|4-12
Bier|Pils;Weizen;alkoholfrei|0,5L;6x0,33L|1-9
Mineralwasser|still;medium;spritzig|1,5L;0,7L|0.3-2
Kaffee|gemahlen;Crema;ganze Bohne|500g;1kg|5-16
Müsli|Schoko;Früchte;Knusper|500g|2-6
Waschmittel|flüssig;Color|20WL;1,5L|4-13
Spülmittel|Zitrone;Balsam|500ml|1-4
Küchentücher|3-lagig|4 Rollen|2-6
Schrauben|Senkkopf;Edelstahl|4x40;100 St.|3-15
Blumenerde|Bio;torffrei|20L;40L|3-11
Schnitzel|Wiener Art;vom Schwein|Port.|11-22
Maultaschen|in Brühe;geschmälzt|Port.|9-16
Weißwurst|mit Senf|2 St.|5-10
Öl|Sonnenblumen;Raps;Oliven|1L;0,75L|2-12
Süßigkeiten|Gummibärchen;Lakritz|200g|1-3
Zeitschrift|Woche;Garten|Stk|2-7"""
_GOODS_FR = """Lait|demi-écrémé;entier;bio|1L;6x1L|1-8
Baguette|tradition;moulée;céréales|pièce|1-2
Fromage|de chèvre;râpé;Comté affiné|200g;250g|2-9
Beurre|doux;demi-sel|250g|2-5
Yaourt|nature;à la grecque;vanille|4x125g;x8|1-5
Jambon|supérieur;sans couenne;fumé|4 tr.;6 tr.|3-8
Pâtes|coquillettes;spaghetti|500g|1-3
Café|moulu;en grains;crème|250g;tasse|2-9
Vin|rouge;blanc;rosé Côtes|75cl|4-19
Eau|plate;gazeuse|1,5L;6x1,5L|0.5-5
Pommes|Gala;Golden;Boskoop|kg|2-4
Pâté|de campagne;en croûte|180g|2-7
Crème|fraîche;liquide;brûlée|20cl;33cl|1-6
Œufs|plein air;bio|x6;x12|2-6
Entrecôte|grillée;sauce poivre|plat|15-27
Salade|niçoise;verte;chèvre chaud|plat|6-16
Menu|du jour;enfant;express|plat|9-24
Lessive|liquide;capsules|1,5L|5-14
Dentifrice|menthe;blancheur|75ml|1-5
Piles|alcalines LR6|x4|4-10
Ampoule|LED E27|9W|3-10"""
_GOODS_HU = """Tej|friss;UHT;laktózmentes|1L;0,5L|350-690
Kenyér|fehér;félbarna;rozsos|1kg;500g|480-990
Zsemle|vizes;magos|db|45-160
Vaj|teavaj;sózott|200g;100g|690-1390
Sajt|trappista;füstölt;reszelt|kg;150g|590-3490
Túró|rudi;félzsíros|30g;250g|199-899
Csirkemell|filé;csontos|kg|1890-2790
Párizsi|sertés;csirke|kg;200g|590-2390
Sör|világos;barna|0,5L;0,33L|349-790
Ásványvíz|szénsavas;mentes|1,5L;0,5L|149-349
Kávé|őrölt;szemes;presszó|250g;adag|490-2990
Gulyásleves|bográcsos;nagy|adag|1690-3290
Rántott hús|sült burgonya;rizs|adag|2490-4290
Főzelék|tökfőzelék;borsó|adag|1290-2390
Mosópor|színes;automata|3kg|1990-4990
Zsebkendő|papír|100db|299-590
Gyümölcslé|narancs;őszibarack|1L|399-899
Alma|idared;golden|kg|349-699
Paprika|TV;kápia;hegyes|kg|590-1890
Szőlő|fehér;kék|kg|890-1990
Könyv|mese;regény|db|1990-5990"""

_ENGLISH = {
    "title": _choices("TAX INVOICE|RECEIPT|Receipt|SALES RECEIPT|CASH BILL|SIMPLIFIED TAX INVOICE|Customer Copy|"),
    "tax_id": _choices("VAT No. {0}|VAT Reg No: {0}|VAT REG. {0}|VAT: {0}"),
    "number": _choices("Receipt No: {0}|Invoice No : {0}|Bill No. {0}|Doc No. : {0}|TRANS {0}|Receipt #{0}|INV NO: {0}"),
    "date": _choices("Date: {0}|DATE : {0}|{0}|Date {0}"),
    "subtotal": _choices("Subtotal|SUB TOTAL|Sub-Total:|SUB-TOTAL"),
    "discount": _choices("Discount|DISC|Less Discount|Promotion"),
    "rounding": _choices("Rounding|ROUNDING ADJ|Rounding Adjustment :|Round Adj"),
    "total": _choices("TOTAL|Total|Total:|TOTAL DUE|BALANCE DUE|AMOUNT DUE|Total Amount"),
    "tax": _choices("VAT {r}|VAT @ {r}|{c} VAT {r}|Incl. VAT {r}"),
    "tax_total": _choices("TOTAL VAT|VAT Total|VAT included"),
    "net": _choices("Net|Goods|Excl. VAT"), "gross": _choices("Gross|Incl."), "rate": _choices("Rate|Code|VAT"),
    "cash": _choices("CASH|Cash|Cash Tendered|CASH PAID"), "card": _choices("CARD|VISA DEBIT|Mastercard|CREDIT CARD|Visa"),
    "voucher": _choices("VOUCHER|Gift card"), "change": _choices("CHANGE|Change|Change Due|CHANGE DUE"),
    "cashier": _choices("Cashier: {0}|Served by {0}|CASHIER : {0}|Operator {0}|Your cashier today was {0}"),
    "extra": _choices("Till {0}|Table: {0}|Store {0}|Pax(s): {0}|Counter {0}|Items: {0}"),
    "phone": _choices("Tel: {0}|TEL : {0}|Phone {0}|Tel No. {0}"),
    "thanks": _choices("THANK YOU, PLEASE COME AGAIN|Thank you for shopping with us!|GOODS SOLD ARE NOT RETURNABLE|"
        "Have a nice day|Please retain this receipt|EXCHANGE WITHIN 7 DAYS WITH RECEIPT"),
    "headings": _choices("Item|Qty|Price|Amount"),
}  # fmt: skip
_MALAYSIAN = {
    **_ENGLISH,
    "tax_id": _choices("GST ID : {0}|GST REG NO: {0}|GST ID No : {0}|GST No. {0}|(GST Reg. No : {0})|GST ID. NO {0}"),
    "total": _choices(
        "TOTAL|Total RM|TOTAL (RM)|Total Inclusive GST|Total Amount|NETT TOTAL|Grand Total|Total Sales (Inclusive of GST)|TOTAL RM INCL. GST"
    ),
    "tax": _choices("GST @ {r}|GST {r}|Add GST ({r})|{c} @ {r}|GST payable ({r})"),
    "tax_total": _choices("Total GST|GST Total|GST Amount|TOTAL GST"),
    "net": _choices("Amount(RM)|Amt (RM)|Goods Amt"),
    "rate": _choices("Tax Code|GST Summary|GST Code"),
    "gross": _choices("Total"),
}
_GERMAN = {
    "title": _choices("Rechnung|Kassenbon|BELEG|Quittung|KUNDENBELEG|Bewirtungsbeleg|"),
    "tax_id": _choices("USt-IdNr.: {0}|USt-ID: {0}|UST-ID-NR. {0}|UID Nr. {0}"),
    "number": _choices("Bon-Nr. {0}|Beleg-Nr.: {0}|Rechnungs-Nr. {0}|Bonnr. {0}|Beleg {0}"),
    "date": _choices("Datum: {0}|{0}|Datum {0}"), "subtotal": _choices("Zwischensumme|ZW-SUMME|Zwischensumme EUR"),
    "discount": _choices("Rabatt|RABATT|Aktionsrabatt|Nachlass"), "rounding": ("Rundung",),
    "total": _choices("SUMME EUR|Summe|GESAMT|Gesamtbetrag|SUMME €|zu zahlen|Total EUR|Gesamtsumme"),
    "tax": _choices("{c} {r} MwSt|MwSt {r}|enth. MwSt {r}|inkl. {r} MwSt.|USt {r} ({c})"), "tax_total": _choices("MwSt gesamt|Summe MwSt"),
    "net": _choices("Netto|NETTO"), "gross": _choices("Brutto|BRUTTO"), "rate": _choices("MwSt%|Steuer|MWST"),
    "cash": _choices("Bar|BAR|Bar EUR|gegeben Bar"), "card": _choices("girocard|EC-Karte|Kartenzahlung|VISA|EC-Cash|Kreditkarte"),
    "voucher": ("Gutschein", "GUTSCHEIN"), "change": _choices("Rückgeld|RÜCKGELD|Zurück|Rückgeld EUR"),
    "cashier": _choices("Es bediente Sie {0}|Bediener: {0}|Kassierer {0}|Kasse {0}"), "extra": _choices("Tisch {0}|Kasse {0}|Filiale {0}|Posten: {0}"),
    "phone": _choices("Tel.: {0}|Telefon {0}|Tel. {0}"),
    "thanks": _choices("Vielen Dank für Ihren Einkauf!|Danke für Ihren Besuch|Auf Wiedersehen|Umtausch nur mit Beleg innerhalb 14 Tagen|Schönen Tag noch!|"
        "Es bediente Sie unser freundliches Team"),
    "headings": _choices("Artikel|Menge|Preis|EUR"),
}  # fmt: skip
_FRENCH = {
    "title": _choices("TICKET DE CAISSE|FACTURE|Ticket|Note|ADDITION|"),
    "tax_id": _choices("TVA Intra : {0}|N° TVA {0}|TVA : {0}|N° TVA intracom. : {0}"),
    "number": _choices("Ticket n° {0}|N° {0}|Ticket {0}|Facture n° {0}"),
    "date": _choices("Le {0}|Date : {0}|{0}"),
    "subtotal": _choices("Sous-total|SOUS-TOTAL"),
    "discount": _choices("Remise|REMISE|Réduction|Remise fidélité"),
    "rounding": ("Arrondi",),
    "total": _choices("TOTAL TTC|Total|TOTAL EUR|NET À PAYER|TOTAL À PAYER|Total €|MONTANT DÛ"),
    "tax": _choices("TVA {r}|dont TVA {r}|{c} TVA {r}|T.V.A. {r}"),
    "tax_total": _choices("Total TVA|Dont TVA|TVA totale"),
    "net": _choices("HT|Montant HT|Base HT"),
    "gross": _choices("TTC"),
    "rate": _choices("Taux|TVA|Code"),
    "cash": _choices("ESPÈCES|Espèces|Especes EUR"),
    "card": _choices("CB|CARTE BANCAIRE|Carte bancaire|CB EMV|VISA"),
    "voucher": _choices("TITRE RESTAURANT|Ticket resto|Chèque cadeau"),
    "change": _choices("RENDU|Rendu monnaie|À rendre|Monnaie rendue"),
    "cashier": _choices("Caissier : {0}|Servi par {0}|Vendeur {0}|Hôtesse {0}"),
    "extra": _choices("Table {0}|Caisse {0}|Couverts : {0}|Nb articles : {0}"),
    "phone": _choices("Tél. : {0}|Tel {0}|Tél {0}"),
    "thanks": _choices(
        "Merci de votre visite|À bientôt !|MERCI ET À BIENTÔT|Ticket à conserver|Échange sous 30 jours avec ticket|Bonne journée"
    ),
    "headings": _choices("Désignation|Qté|P.U.|Montant"),
}
_HUNGARIAN = {
    "title": _choices("NYUGTA|- NYUGTA -|EGYSZERŰSÍTETT SZÁMLA|Nyugta"),
    "tax_id": _choices("Adószám: {0}|ADÓSZÁM: {0}|Adósz.: {0}"),
    "number": _choices("NYUGTASZÁM: {0}|Nyugtaszám: {0}|Bizonylatszám {0}"),
    "date": _choices("{0}|Dátum: {0}|KELT: {0}"),
    "subtotal": _choices("RÉSZÖSSZESEN|Részösszeg"),
    "discount": _choices("ENGEDMÉNY|Kedvezmény|ÁRENGEDMÉNY"),
    "rounding": _choices("KEREKÍTÉS|Kerekítés"),
    "total": _choices("ÖSSZESEN|ÖSSZESEN:|Összesen Ft|FIZETENDŐ|Fizetendő"),
    "tax": _choices("{c} {r} ÁFA|ÁFA {r}|ebből ÁFA {r}"),
    "tax_total": _choices("ÁFA ÖSSZESEN|ÁFA összesen"),
    "net": ("Nettó",),
    "gross": ("Bruttó",),
    "rate": ("ÁFA%", "Kulcs"),
    "cash": _choices("KÉSZPÉNZ|Készpénz|KP"),
    "card": _choices("BANKKÁRTYA|Bankkártya|KÁRTYA"),
    "voucher": _choices("UTALVÁNY|SZÉP kártya"),
    "change": _choices("VISSZAJÁRÓ|Visszajáró"),
    "cashier": _choices("PÉNZTÁROS: {0}|Pénztáros {0}|Kiszolgálta: {0}"),
    "extra": _choices("PÉNZTÁR: {0}|ZÁRÁS: {0}|Asztal {0}|Tételek: {0}"),
    "phone": _choices("Tel.: {0}|Telefon: {0}"),
    "thanks": _choices(
        "KÖSZÖNJÜK A VÁSÁRLÁST!|Köszönjük, hogy nálunk vásárolt|Viszontlátásra!|Jó étvágyat!|ŐRIZZE MEG A NYUGTÁT"
    ),
    "headings": _choices("Megnevezés|Menny.|Ár|Érték"),
}

COMMA, POINT = NumberStyle(decimal=","), NumberStyle(decimal=".")
COUNTRIES: dict[str, Country] = {
    "GB": Country(language="en", currency="GBP", numbers=(POINT, NumberStyle(decimal=".", thousands=",")),
        codes=(_codes(("A", "20"), ("B", "0"), ("Z", "0")), _codes(("V", "20"), ("R", "5"), ("Z", "0"))),
        goods=_GOODS_EN, labels=_ENGLISH, dates=("%d/%m/%Y", "%d/%m/%y", "%d %b %Y", "%Y-%m-%d"), times=("%H:%M", "%H:%M:%S", "%I:%M %p"),
        streets=_choices("High Street|Station Road|Church Lane|Victoria Road|Mill Lane|Park Avenue|Queens Road|Albert Street|Market Square|Bridge Street"),
        towns=_choices("London SW1A 2AA|Leeds LS1 4AP|Bristol BS1 5TR|York YO1 7HH|Oxford OX1 3QD|Bath BA1 1SU|Cardiff CF10 1EP|Derby DE1 2PL"),
        forms=("Ltd", "LTD", "Limited", "PLC", "& Sons", ""), trades=_choices("Foods|Stores|Bakery|Hardware|Coffee House|Market|Books|Garage|Pharmacy|Kitchen"),
        people=_choices("Sarah|Tom|James|Priya|Olivia|Ahmed|Grace"), units=({"kg": "kg", "litre": "L"}, {})),
    "MY": Country(language="en", currency="MYR", numbers=(POINT, POINT, NumberStyle(decimal=".", thousands=",")),
        codes=(_codes(("SR", "6"), ("SR", "6"), ("ZRL", "0")), _codes(("S", "6"), ("Z", "0"), ("Z", "0")), _codes(("SR", "6"), ("ZR", "0"), ("ZR", "0"))),
        goods=_GOODS_EN, labels=_MALAYSIAN, dates=("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d %b %Y", "%d-%b-%Y", "%Y-%m-%d"),
        times=("%H:%M:%S", "%I:%M:%S %p", "%H:%M", "%I:%M%p"),
        streets=_choices("Jalan Kenari|Jalan Besar|Jalan Mawar 3/2|Lorong Damai|Jalan SS 4/21|Jalan Perdana 7|Persiaran Indah|Jalan Wangsa Delima|Taman Sri Bayu|Jalan Bukit Hijau"),
        towns=_choices("81100 Johor Bahru, Johor|47100 Puchong, Selangor|50450 Kuala Lumpur|40150 Shah Alam, Selangor|11900 Pulau Pinang|43300 Seri Kembangan|75350 Melaka|31400 Ipoh, Perak"),
        forms=("SDN BHD", "Sdn. Bhd.", "(M) SDN BHD", "ENTERPRISE", "TRADING", "SDN. BHD."), trades=_choices("Hardware|Restaurant|Stationery|Mart|Bakery|Seafood|Auto Parts|Book Centre|Pharmacy|Cafe"),
        people=_choices("Siti|Kumar|Mei Ling|USER|Farah|Admin|Jason|Aisyah"), units=({}, {"piece": "PCS"}, {"piece": "UNIT"}), cash_step=Decimal("0.05"),
        since=date(2015, 4, 1), until=date(2018, 5, 31)),
    "DE": Country(language="de", currency="EUR", numbers=(COMMA, COMMA, NumberStyle(decimal=",", thousands=".")),
        codes=(_codes(("A", "19"), ("B", "7"), ("C", "0")), _codes(("1", "19"), ("2", "7"), ("3", "0"))),
        goods=_GOODS_DE, labels=_GERMAN, dates=("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"), times=("%H:%M", "%H:%M:%S", "%H:%M Uhr"),
        streets=_choices("Hauptstraße|Bahnhofstr.|Goethestraße|Lindenweg|Am Marktplatz|Schillerstr.|Königsallee|Kirchgasse|Mühlenweg|Gartenstraße"),
        towns=_choices("10115 Berlin|80331 München|50667 Köln|70173 Stuttgart|01067 Dresden|90402 Nürnberg|79098 Freiburg|97070 Würzburg|33602 Bielefeld"),
        forms=("GmbH", "GmbH & Co. KG", "e.K.", "AG", "OHG", "UG"), trades=_choices("Bäckerei|Markt|Getränke|Baumarkt|Apotheke|Gasthaus|Drogerie|Buchhandlung|Metzgerei|Café"),
        people=_choices("Frau Müller|Jürgen|Sabine|Herr Weiß|Anna|Bedien. 3"), units=({"kg": "kg", "litre": "L", "piece": "Stk"}, {"kg": "kg"}, {"piece": "St."})),
    "FR": Country(language="fr", currency="EUR", numbers=(COMMA, COMMA, NumberStyle(decimal=",", thousands=" ")),
        codes=(_codes(("1", "20"), ("2", "5.5"), ("3", "0")), _codes(("A", "20"), ("B", "10"), ("C", "0")), _codes(("C", "20"), ("B", "5.5"), ("D", "0"))),
        goods=_GOODS_FR, labels=_FRENCH, dates=("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y"), times=("%H:%M", "%H:%M:%S", "%Hh%M"),
        streets=_choices("rue de la Gare|avenue Jean Jaurès|place du Marché|rue des Écoles|bd Victor Hugo|rue de l'Église|quai de Saône|allée des Tilleuls"),
        towns=_choices("75011 Paris|69003 Lyon|33000 Bordeaux|44000 Nantes|31000 Toulouse|67000 Strasbourg|35000 Rennes|38000 Grenoble"),
        forms=("SARL", "SAS", "EURL", "SA", "S.A.S."), trades=_choices("Boulangerie|Épicerie|Brasserie|Librairie|Pharmacie|Marché|Bricolage|Café|Fromagerie|Traiteur"),
        people=_choices("Élodie|Jérôme|Camille|Hélène|François"), units=({"kg": "kg"}, {"kg": "kg", "litre": "L"}, {})),
    "HU": Country(language="hu", currency="HUF", numbers=(NumberStyle(decimal=",", thousands=" ", places=0), NumberStyle(decimal=",", thousands=".", places=0),
        NumberStyle(decimal=",", places=0)), codes=(_codes(("C00", "27"), ("A00", "5"), ("E00", "0")), _codes(("C", "27"), ("B", "18"), ("E", "0"))),
        goods=_GOODS_HU, labels=_HUNGARIAN, dates=("%Y.%m.%d.", "%Y.%m.%d", "%Y-%m-%d"), times=("%H:%M", "%H:%M:%S"),
        streets=_choices("Fő utca|Kossuth Lajos u.|Petőfi Sándor utca|Rákóczi út|Széchenyi tér|Váci út|Bartók Béla út|Ady Endre u.|Templom köz"),
        towns=_choices("1052 Budapest|6720 Szeged|4024 Debrecen|7621 Pécs|9021 Győr|3525 Miskolc|8200 Veszprém|2600 Vác"),
        forms=("Kft.", "Bt.", "Zrt.", "KFT.", "Nyrt."), trades=_choices("Élelmiszer|Büfé|Vendéglő|Papír-Írószer|Cukrászda|Pékség|Barkács|Patika|Könyvesbolt"),
        people=_choices("Kovács Éva|Nagy Zsolt|Tóth Ágnes|Szabó Gergő|Kiss Örs"), units=({"piece": "db", "kg": "kg", "litre": "l"}, {"kg": "kg"}),
        cash_step=Decimal(5), places=0),
}  # fmt: skip


def company_abroad(rng: Random, code: str) -> Company:
    """A company of a country of `COUNTRIES`; its tax id as that country prints it."""
    country = COUNTRIES[code]
    brand = rng.choice(
        (f"{coined(rng)} {rng.choice(country.trades)}", f"{rng.choice(country.trades)} {coined(rng)}", coined(rng, 3))
    )
    name = f"{brand} {rng.choice(country.forms)}".strip()
    number = str(rng.randint(1, 190))
    street = rng.choice(country.streets)
    first = {"GB": f"{number} {street}", "FR": f"{number} {street}", "MY": f"No. {number}, {street}"}.get(
        code, f"{street} {number}"
    )
    if code == "HU":
        first += "."
    town = rng.choice(country.towns)
    tax_id, registration = "", ""
    if code == "FR":
        registration = siren(rng)
        tax_id = french_vat_id(registration)
    else:
        tax_id = {"GB": british_vat_id, "MY": malaysian_gst_id, "DE": german_vat_id, "HU": hungarian_tax_number}[code](
            rng
        )
        registration = f"{rng.randint(100000, 999999)}-{rng.choice('ADHKPTUVWX')}" if code == "MY" else ""
    prefix = {"GB": "0", "MY": "0", "DE": "0", "FR": "0", "HU": "+36 "}[code]
    phone = f"{prefix}{rng.randint(1, 9)}{rng.randint(0, 9)}-{rng.randint(1000, 9999)} {rng.randint(1000, 9999)}"
    return Company(name=name, brand=brand if rng.random() < 0.35 else "", address=(first, town), tax_id=tax_id,
        phone=phone if rng.random() < 0.6 else "", registration=registration)  # fmt: skip


def goods_abroad(rng: Random, code: str) -> Goods:
    """One article as that country's shops call it."""
    country = COUNTRIES[code]
    name, variants, sizes, span = rng.choice(country.goods.split("\n")).split("|")
    size = rng.choice(sizes.split(";"))
    low, high = (float(part) for part in span.split("-"))
    value = low + (high - low) * rng.random() ** 1.5
    price = (
        Decimal(round(value / 5) * 5 - rng.choice((0, 1)))
        if country.places == 0
        else Decimal(max(5, round(value * 100))).scaleb(-2)
    )
    words = [name, rng.choice(variants.split(";")), size if size.lower() not in {"kg", "lose", "db", "litre"} else ""]
    if rng.random() < 0.45:
        words.insert(rng.choice((0, 1)), coined(rng))
    unit = {"kg": "kg", "lose": "kg", "litre": "litre"}.get(size.lower(), "piece")
    return Goods(
        name=" ".join(filter(None, words)), unit=unit, price=price, tax=rng.choice(("standard", "reduced", "reduced"))
    )
