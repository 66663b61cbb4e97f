"""What invoices say in five languages, as data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from training.synthetic.money import NumberStyle

if TYPE_CHECKING:
    from collections.abc import Mapping

Texts = tuple[str, ...]


def _choices(text: str) -> Texts:
    return tuple(part.strip() for part in text.split("|"))


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceWords:
    """One language's invoice: labels with `{0}` for the value, headings of the table, sentences for the foot."""

    labels: Mapping[str, Texts]
    headings: tuple[Texts, ...]
    """Alternatives of: number, description, unit, quantity, price, amount, tax."""
    notes: Texts
    units: Mapping[str, Texts]
    numbers: tuple[NumberStyle, ...]
    currency: str
    currency_words: Texts
    rates: tuple[Decimal, ...]
    dates: Texts
    iban: str
    services: Texts


_COMMA = (NumberStyle(decimal=",", thousands="."), NumberStyle(decimal=",", thousands="."), NumberStyle(decimal=","))
_RATES_RO = (Decimal(21), Decimal(11), Decimal(0))

INVOICES: dict[str, InvoiceWords] = {
    "RO": InvoiceWords(
        labels={"title": _choices("FACTURĂ|FACTURA FISCALĂ|Factură|FACTURĂ FISCALĂ|FACTURA|Factură proformă"), "seller": _choices("Furnizor|FURNIZOR|Furnizor:|Vânzător"),
            "buyer": _choices("Client|CUMPĂRĂTOR|Cumpărător:|Beneficiar|Client:|Beneficiar:"), "number": _choices("Seria {1} nr. {0}|Nr. {0}|Număr: {0}|Seria {1} Nr. {0}|Factura nr. {0}|Nr. facturii: {0}|Seria și numărul: {1} {0}"),
            "date": _choices("Data: {0}|Data emiterii: {0}|Data (zi/lună/an): {0}|din {0}|Data facturii {0}"), "due": _choices("Scadența: {0}|Data scadenței: {0}|Termen de plată: {0}|Scadentă la {0}"),
            "tax_id": _choices("CIF: {0}|C.I.F.: {0}|CUI: {0}|Cod fiscal: {0}|C.U.I. {0}"), "registration": _choices("Reg. com.: {0}|Nr. ord. reg. com./an: {0}|Nr. Reg. Com. {0}|J: {0}"),
            "iban": _choices("IBAN: {0}|Cont: {0}|CONT RON: {0}|Cont IBAN: {0}"), "bank": _choices("Banca: {0}|BANCA: {0}|Deschis la {0}"), "capital": _choices("Capital social: {0} lei|Cap. soc. {0} RON"),
            "net": _choices("Total fără TVA|TOTAL|Total valoare|Valoare fără TVA|Subtotal|Bază de impozitare"), "tax": _choices("TVA {r}|Total TVA {r}|Cota TVA {r}"), "base": _choices("Bază {r}|Valoare {r}|Baza TVA {r}"),
            "tax_total": _choices("Total TVA|TVA|Valoare TVA|TOTAL TVA"), "total": _choices("TOTAL DE PLATĂ|Total de plată|TOTAL GENERAL|Total factură|TOTAL PLATĂ|Total de plată (RON)|TOTAL DE PLATĂ:"),
            "phone": _choices("Tel.: {0}|Telefon: {0}")},
        headings=(_choices("Nr. crt.|Nr.|Nr. crt|#"), _choices("Denumirea produselor sau a serviciilor|Denumire produs/serviciu|Produs / serviciu|Denumirea produselor"), _choices("U.M.|UM|U/M"),
            _choices("Cantitatea|Cant.|Cantitate"), _choices("Preț unitar (fără TVA)|Preț unitar|P.U. fără TVA|Preț fără TVA -lei-"), _choices("Valoarea -lei-|Valoare|Valoarea (fără TVA)|Valoare RON"), _choices("Valoarea TVA -lei-|TVA|Valoare TVA|Valoare TVA (lei)")),
        notes=("Factura circulă fără semnătură și ștampilă conform Legii 227/2015 art. 319 alin. 29.", "Vă mulțumim pentru colaborare!", "Numele delegatului: {0}", "Expedierea s-a efectuat în prezența noastră la data de {1}", "Întocmit de: {0}", "Semnătura de primire",
            "Penalități de întârziere 0,1% pe zi.", "Mijlocul de transport: auto {2}", "B.I./C.I. seria {3}", "Termenul de plată curge de la data emiterii facturii.", "Aviz de însoțire nr. {2} din {1}"),
        units={"piece": _choices("buc|BUC|buc.|set"), "kg": ("kg", "KG"), "litre": ("l", "L"), "hour": _choices("ore|oră|h")}, numbers=(*_COMMA, NumberStyle(decimal=".", thousands=",")), currency="RON", currency_words=("RON", "lei", "Lei", "LEI"),
        rates=_RATES_RO, dates=("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"), iban="RO",
        services=_choices("Servicii consultanță luna curentă|Abonament servicii IT|Transport marfă intern|Prestări servicii conform contract|Chirie spațiu comercial|Servicii de curățenie|Mentenanță aplicație web|Manoperă montaj|Servicii contabilitate|Publicitate online|Reparații utilaje|Analize de laborator")),
    "GB": InvoiceWords(
        labels={"title": _choices("INVOICE|Invoice|TAX INVOICE|Sales Invoice"), "seller": _choices("From|Supplier|FROM"), "buyer": _choices("Bill to|BILL TO|Invoice to|Customer|Sold to"),
            "number": _choices("Invoice No. {0}|Invoice number: {0}|Invoice # {0}|No: {0}"), "date": _choices("Date: {0}|Invoice date: {0}|Issued {0}"), "due": _choices("Due date: {0}|Payment due {0}|Due: {0}"),
            "tax_id": _choices("VAT No. {0}|VAT number: {0}|VAT Reg. {0}"), "registration": _choices("Company No. {0}|Registered in England {0}"), "iban": _choices("IBAN: {0}|IBAN {0}"), "bank": _choices("Bank: {0}|{0}"), "capital": (),
            "net": _choices("Subtotal|Net total|Total excl. VAT"), "tax": _choices("VAT {r}|VAT @ {r}"), "base": _choices("Net at {r}|Goods at {r}"), "tax_total": _choices("VAT|Total VAT"), "total": _choices("Total|TOTAL DUE|Amount due|Total incl. VAT|Balance due"), "phone": _choices("Tel: {0}|Phone: {0}")},
        headings=(_choices("No.|#|Line"), _choices("Description|Item|Product / service"), _choices("Unit|UoM"), _choices("Qty|Quantity"), _choices("Unit price|Rate|Price"), _choices("Amount|Net|Total"), _choices("VAT|VAT amount|Tax")),
        notes=("Payment within 30 days of the invoice date.", "Thank you for your business.", "Please quote the invoice number with your payment.", "Goods remain our property until paid in full.", "Contact: {0}", "Delivery note {2} of {1}"),
        units={"piece": _choices("pcs|ea|unit"), "kg": ("kg",), "litre": ("l",), "hour": ("hrs", "hours")}, numbers=(NumberStyle(decimal=".", thousands=","), NumberStyle(decimal=".")), currency="GBP", currency_words=("GBP", "£"), rates=(Decimal(20), Decimal(5), Decimal(0)),
        dates=("%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"), iban="GB", services=_choices("Consulting services|Web hosting, monthly|Design work|Maintenance contract|Freight and handling|Software licence|Training day|Cleaning services")),
    "DE": InvoiceWords(
        labels={"title": _choices("Rechnung|RECHNUNG"), "seller": _choices("Absender|Lieferant"), "buyer": _choices("Rechnungsempfänger|Kunde|An"), "number": _choices("Rechnungsnummer: {0}|Rechnung Nr. {0}|Rechnungs-Nr.: {0}|Rechnungsnr. {0}"),
            "date": _choices("Rechnungsdatum: {0}|Datum: {0}"), "due": _choices("Zahlbar bis {0}|Fällig am {0}|Zahlungsziel: {0}"), "tax_id": _choices("USt-IdNr.: {0}|USt-ID: {0}"), "registration": _choices("HRB {0}|Amtsgericht HRB {0}"), "iban": _choices("IBAN: {0}|IBAN {0}"), "bank": _choices("Bank: {0}|{0}"), "capital": (),
            "net": _choices("Nettobetrag|Summe netto|Zwischensumme"), "tax": _choices("zzgl. {r} MwSt.|MwSt. {r}|USt. {r}"), "base": _choices("Netto {r}|Nettobetrag {r}"), "tax_total": _choices("MwSt. gesamt|Umsatzsteuer"), "total": _choices("Gesamtbetrag|Rechnungsbetrag|Endbetrag|Bruttobetrag|Gesamtsumme"), "phone": _choices("Tel.: {0}|Telefon {0}")},
        headings=(_choices("Pos.|Pos|Nr."), _choices("Bezeichnung|Beschreibung|Artikel|Leistung"), _choices("Einheit|Einh."), _choices("Menge|Anzahl"), _choices("Einzelpreis|E-Preis|Preis"), _choices("Gesamt|Betrag|Gesamtpreis"), _choices("MwSt.|USt.")),
        notes=("Vielen Dank für Ihren Auftrag!", "Bitte überweisen Sie den Betrag innerhalb von 14 Tagen.", "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.", "Ihr Ansprechpartner: {0}", "Lieferschein {2} vom {1}", "Leistungszeitraum entspricht dem Rechnungsdatum."),
        units={"piece": _choices("Stk.|Stück|St."), "kg": ("kg",), "litre": ("l",), "hour": ("Std.", "h")}, numbers=_COMMA, currency="EUR", currency_words=("EUR", "€"), rates=(Decimal(19), Decimal(7), Decimal(0)), dates=("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"), iban="DE",
        services=_choices("Beratungsleistung|Webhosting Monatspaket|Montagearbeiten|Wartungsvertrag|Versandkosten|Softwarelizenz|Übersetzung|Gebäudereinigung")),
    "FR": InvoiceWords(
        labels={"title": _choices("FACTURE|Facture"), "seller": _choices("Émetteur|Vendeur"), "buyer": _choices("Client|Facturé à|Destinataire"), "number": _choices("Facture n° {0}|N° de facture : {0}|Numéro : {0}"), "date": _choices("Date : {0}|Date de facturation : {0}|Émise le {0}"),
            "due": _choices("Échéance : {0}|À payer avant le {0}|Date d'échéance : {0}"), "tax_id": _choices("N° TVA : {0}|TVA intracom. : {0}"), "registration": _choices("SIREN {0}|RCS {0}"), "iban": _choices("IBAN : {0}|IBAN {0}"), "bank": _choices("Banque : {0}|{0}"), "capital": _choices("Capital de {0} €|au capital de {0} euros"),
            "net": _choices("Total HT|Montant HT|Sous-total HT"), "tax": _choices("TVA {r}|TVA à {r}"), "base": _choices("Base HT {r}|HT {r}"), "tax_total": _choices("Total TVA|Montant TVA"), "total": _choices("Total TTC|NET À PAYER|Montant TTC|Total à payer"), "phone": _choices("Tél. : {0}|Tél {0}")},
        headings=(_choices("N°|Réf."), _choices("Désignation|Description|Prestation"), _choices("Unité|U."), _choices("Qté|Quantité"), _choices("P.U. HT|Prix unitaire"), _choices("Montant HT|Total HT"), _choices("TVA|Montant TVA")),
        notes=("Merci de votre confiance.", "Règlement à 30 jours par virement.", "Pas d'escompte pour paiement anticipé.", "Indemnité forfaitaire pour frais de recouvrement : 40 €.", "Votre contact : {0}", "Bon de livraison {2} du {1}"),
        units={"piece": _choices("pce|u|unité"), "kg": ("kg",), "litre": ("L",), "hour": ("h", "heure")}, numbers=(NumberStyle(decimal=","), NumberStyle(decimal=",", thousands=".")), currency="EUR", currency_words=("EUR", "€"), rates=(Decimal(20), Decimal(10), Decimal("5.5")), dates=("%d/%m/%Y", "%d-%m-%Y"), iban="FR",
        services=_choices("Prestation de conseil|Hébergement web|Main d'œuvre|Contrat d'entretien|Frais de port|Licence logicielle|Traduction|Formation")),
    "HU": InvoiceWords(
        labels={"title": _choices("SZÁMLA|Számla"), "seller": _choices("Eladó|Szállító"), "buyer": _choices("Vevő|Vevő:"), "number": _choices("Számlaszám: {0}|Sorszám: {0}|Számla sorszáma: {0}"), "date": _choices("Kelt: {0}|Számla kelte: {0}"), "due": _choices("Fizetési határidő: {0}|Esedékesség: {0}"),
            "tax_id": _choices("Adószám: {0}|Adószáma: {0}"), "registration": _choices("Cégjegyzékszám: {0}|Cg. {0}"), "iban": _choices("IBAN: {0}|Bankszámlaszám: {0}"), "bank": _choices("Bank: {0}|{0}"), "capital": (), "net": _choices("Nettó összesen|Nettó érték"), "tax": _choices("ÁFA {r}|{r} ÁFA"), "base": _choices("Nettó {r}|Adóalap {r}"),
            "tax_total": _choices("ÁFA összesen|ÁFA"), "total": _choices("Fizetendő összesen|Bruttó összesen|FIZETENDŐ|Végösszeg"), "phone": _choices("Tel.: {0}|Telefon: {0}")},
        headings=(_choices("Ssz.|Sor"), _choices("Megnevezés|Termék, szolgáltatás"), _choices("Me.|Egység"), _choices("Mennyiség|Menny."), _choices("Egységár|Nettó egységár"), _choices("Nettó érték|Nettó ár"), _choices("ÁFA|ÁFA érték")),
        notes=("Köszönjük, hogy minket választott!", "A számla aláírás és bélyegző nélkül is érvényes.", "Késedelmes fizetés esetén kamatot számítunk fel.", "Ügyintéző: {0}", "Szállítólevél {2}, {1}"),
        units={"piece": ("db",), "kg": ("kg",), "litre": ("l",), "hour": ("óra",)}, numbers=(NumberStyle(decimal=",", thousands=".", places=0), NumberStyle(decimal=",", places=0)), currency="HUF", currency_words=("Ft", "HUF"), rates=(Decimal(27), Decimal(5), Decimal(0)), dates=("%Y.%m.%d.", "%Y-%m-%d"), iban="HU",
        services=_choices("Tanácsadás|Webtárhely havi díj|Szerelési munkadíj|Karbantartás|Szállítási költség|Szoftverlicenc|Fordítás|Könyvelési díj")),
}  # fmt: skip
