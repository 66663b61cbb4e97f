"""E-invoices that tests make: one sale written as UBL (CIUS-RO), CII or ZUGFeRD 1, put into a PDF or into SPV's ZIP."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pypdfium2

from tests.documents.made_files import pdf, text_stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CIUS_RO = "urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.1"
FACTUR_X = "urn:cen.eu:en16931:2017"
SIGNATURE = b'<?xml version="1.0"?><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>'
_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_CII = "urn:un:unece:uncefact:data:standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A line of a sale."""

    name: str
    quantity: str
    price: str
    unit: str = "H87"
    category: str = "S"
    rate: str = "21"
    base_quantity: str = ""
    allowance: str = "0"

    @property
    def amount(self) -> Decimal:
        made = Decimal(self.quantity) * Decimal(self.price) / Decimal(self.base_quantity or 1)
        return cents(made) - Decimal(self.allowance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What was sold; `given` puts other amounts than the right ones in the place of totals."""

    number: str = "FCT-0042"
    kind: str = "380"
    day: str = "2026-03-14"
    due: str = "2026-04-13"
    currency: str = "RON"
    tax_currency: str = ""
    tax_in_tax_currency: str = ""
    seller: str = "Moara Nouă SRL"
    seller_id: str = "RO14186770"
    seller_country: str = "RO"
    buyer: str = "Brutăria din Vale SRL"
    buyer_id: str = "RO1590082"
    goods: Sequence[Goods] = (
        Goods(name="Făină albă tip 650", quantity="10", price="4.50", unit="KGM", rate="11"),
        Goods(name="Cuptor <mic> & tavă", quantity="2", price="149.90"),
    )
    allowances: Sequence[tuple[str, str, str, str]] = ()
    """Reason, amount, category, rate of those on the whole."""
    charges: Sequence[tuple[str, str, str, str]] = ()
    prepaid: str = "0"
    rounding: str = "0"
    means: str = "30"
    iban: str = "RO49AAAA1B31007593840000"
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def taxes(self) -> list[tuple[str, str, Decimal, Decimal]]:
        """Category, rate, base and amount."""
        bases: dict[tuple[str, str], Decimal] = {}
        for each in self.goods:
            key = each.category, each.rate
            bases[key] = bases.get(key, Decimal(0)) + each.amount
        for sign, group in ((-1, self.allowances), (1, self.charges)):
            for _, amount, category, rate in group:
                bases[category, rate] = bases.get((category, rate), Decimal(0)) + sign * Decimal(amount)
        return [(*key, base, cents(base * Decimal(key[1]) / 100)) for key, base in bases.items()]

    @property
    def totals(self) -> dict[str, str]:
        lines = sum((each.amount for each in self.goods), Decimal(0))
        allowances = sum((Decimal(each[1]) for each in self.allowances), Decimal(0))
        charges = sum((Decimal(each[1]) for each in self.charges), Decimal(0))
        net, tax = lines - allowances + charges, sum((each[3] for each in self.taxes), Decimal(0))
        payable = net + tax - Decimal(self.prepaid) + Decimal(self.rounding)
        right = {
            "lines": lines, "allowances": allowances, "charges": charges, "net": net, "tax": tax, "gross": net + tax,
            "prepaid": self.prepaid, "rounding": self.rounding, "payable": payable,
        }  # fmt: skip
        return {name: str(value) for name, value in right.items()} | dict(self.given)


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def ubl(sale: Sale, *, profile: str = CIUS_RO) -> bytes:
    """Return a sale as UBL 2.1; a credit note when its kind is 381."""
    root, line, quantity = ("Invoice", "InvoiceLine", "InvoicedQuantity")
    if sale.kind == "381":
        root, line, quantity = ("CreditNote", "CreditNoteLine", "CreditedQuantity")
    money = f'currencyID="{sale.currency}"'
    totals = sale.totals
    lines = "".join(
        f"<cac:{line}><cbc:ID>{number}</cbc:ID><cbc:{quantity} unitCode='{each.unit}'>{each.quantity}</cbc:{quantity}>"
        f"<cbc:LineExtensionAmount {money}>{each.amount}</cbc:LineExtensionAmount><cac:Item><cbc:Description>more</cbc:Description>"
        f"<cbc:Name>{escape(each.name)}</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>{each.category}</cbc:ID>"
        f"<cbc:Percent>{each.rate}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>"
        f"</cac:Item><cac:Price><cbc:PriceAmount {money}>{each.price}</cbc:PriceAmount>"
        + (f"<cbc:BaseQuantity>{each.base_quantity}</cbc:BaseQuantity>" if each.base_quantity else "")
        + f"</cac:Price></cac:{line}>"
        for number, each in enumerate(sale.goods, start=1)
    )
    taxes = "".join(
        f"<cac:TaxSubtotal><cbc:TaxableAmount {money}>{base}</cbc:TaxableAmount><cbc:TaxAmount {money}>{amount}</cbc:TaxAmount>"
        f"<cac:TaxCategory><cbc:ID>{category}</cbc:ID><cbc:Percent>{rate}</cbc:Percent>"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>"
        for category, rate, base, amount in sale.taxes
    )
    other = (
        f"<cac:TaxTotal><cbc:TaxAmount currencyID='{sale.tax_currency}'>{sale.tax_in_tax_currency}</cbc:TaxAmount></cac:TaxTotal>"
        if sale.tax_currency
        else ""
    )
    allowances = "".join(
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{told}</cbc:ChargeIndicator><cbc:AllowanceChargeReason>{reason}"
        f"</cbc:AllowanceChargeReason><cbc:Amount {money}>{amount}</cbc:Amount><cac:TaxCategory><cbc:ID>{category}</cbc:ID>"
        f"<cbc:Percent>{rate}</cbc:Percent></cac:TaxCategory></cac:AllowanceCharge>"
        for told, group in (("false", sale.allowances), ("true", sale.charges))
        for reason, amount, category, rate in group
    )
    due = f"<cbc:DueDate>{sale.due}</cbc:DueDate>" if root == "Invoice" else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="{_UBL}:{root}-2" xmlns:cac="{_UBL}:CommonAggregateComponents-2" xmlns:cbc="{_UBL}:CommonBasicComponents-2">
<cbc:CustomizationID>{profile}</cbc:CustomizationID><cbc:ID>{sale.number}</cbc:ID><cbc:IssueDate>{sale.day}</cbc:IssueDate>{due}
<cbc:{root}TypeCode>{sale.kind}</cbc:{root}TypeCode><cbc:Note>Mulțumim!</cbc:Note>
<cbc:DocumentCurrencyCode>{sale.currency}</cbc:DocumentCurrencyCode>
{f"<cbc:TaxCurrencyCode>{sale.tax_currency}</cbc:TaxCurrencyCode>" if sale.tax_currency else ""}
<cac:AccountingSupplierParty>{_ubl_party(sale.seller, sale.seller_id, sale.seller_country)}</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty>{_ubl_party(sale.buyer, sale.buyer_id, "RO")}</cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>{sale.means}</cbc:PaymentMeansCode>
<cac:PayeeFinancialAccount><cbc:ID>{sale.iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
{allowances}<cac:TaxTotal><cbc:TaxAmount {money}>{totals["tax"]}</cbc:TaxAmount>{taxes}</cac:TaxTotal>{other}
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount {money}>{totals["lines"]}</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount {money}>{totals["net"]}</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount {money}>{totals["gross"]}</cbc:TaxInclusiveAmount>
<cbc:AllowanceTotalAmount {money}>{totals["allowances"]}</cbc:AllowanceTotalAmount>
<cbc:ChargeTotalAmount {money}>{totals["charges"]}</cbc:ChargeTotalAmount>
<cbc:PrepaidAmount {money}>{totals["prepaid"]}</cbc:PrepaidAmount>
<cbc:PayableRoundingAmount {money}>{totals["rounding"]}</cbc:PayableRoundingAmount>
<cbc:PayableAmount {money}>{totals["payable"]}</cbc:PayableAmount></cac:LegalMonetaryTotal>
{lines}</{root}>""".encode()


def _ubl_party(name: str, tax_id: str, country: str) -> str:
    return (
        f"<cac:Party><cac:PartyName><cbc:Name>Sign of {escape(name)}</cbc:Name></cac:PartyName><cac:PostalAddress>"
        f"<cbc:StreetName>Str. Lungă 7</cbc:StreetName><cbc:CityName>Brașov</cbc:CityName><cbc:PostalZone>500123</cbc:PostalZone>"
        f"<cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        f"<cac:PartyTaxScheme><cbc:CompanyID>local-1</cbc:CompanyID><cac:TaxScheme><cbc:ID>FC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        f"<cac:PartyTaxScheme><cbc:CompanyID>{tax_id}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        f"</cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>{escape(name)}</cbc:RegistrationName>"
        f"</cac:PartyLegalEntity><cac:Contact><cbc:Telephone>0268 123 456</cbc:Telephone></cac:Contact></cac:Party>"
    )


def cii(sale: Sale, *, profile: str = FACTUR_X, lines: bool = True, version: int = 2) -> bytes:
    """Return a sale as CII: Factur-X and ZUGFeRD 2, or with `version` 1 as ZUGFeRD 1; without `lines` as profile MINIMUM."""
    first = version == 1
    names = {
        "root": "CrossIndustryDocument" if first else "CrossIndustryInvoice",
        "space": "urn:ferd:CrossIndustryDocument:invoice:1p0" if first else f"{_CII}:CrossIndustryInvoice:100",
        "context": "SpecifiedExchangedDocumentContext" if first else "ExchangedDocumentContext",
        "document": "HeaderExchangedDocument" if first else "ExchangedDocument",
        "trade": "SpecifiedSupplyChainTradeTransaction" if first else "SupplyChainTradeTransaction",
        "head": "ApplicableSupplyChainTrade" if first else "ApplicableHeaderTrade",
        "line": "SpecifiedSupplyChainTrade" if first else "SpecifiedLineTrade",
        "sums": "SpecifiedTradeSettlementMonetarySummation" if first else "SpecifiedTradeSettlementHeaderMonetarySummation",
        "line_sums": "SpecifiedTradeSettlementMonetarySummation" if first else "SpecifiedTradeSettlementLineMonetarySummation",
        "rate": "ApplicablePercent" if first else "RateApplicablePercent",
    }  # fmt: skip
    goods = "".join(_cii_line(number, each, names) for number, each in enumerate(sale.goods, start=1)) if lines else ""
    head = (
        f"<ram:{names['head']}Agreement><ram:SellerTradeParty>{_cii_party(sale.seller, sale.seller_id, sale.seller_country)}"
        f"</ram:SellerTradeParty><ram:BuyerTradeParty>{_cii_party(sale.buyer, sale.buyer_id, 'RO')}</ram:BuyerTradeParty>"
        f"</ram:{names['head']}Agreement><ram:{names['head']}Settlement>{_cii_settlement(sale, names, lines=lines)}"
        f"</ram:{names['head']}Settlement>"
    )
    trade = head + goods if first else goods + head
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- A comment that is longer than what is looked at to tell a file's kind. {"x" * 2000} -->
<rsm:{names["root"]} xmlns:rsm="{names["space"]}" xmlns:ram="{_CII}:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="{_CII}:UnqualifiedDataType:100"><rsm:{names["context"]}><ram:GuidelineSpecifiedDocumentContextParameter>
<ram:ID>{profile}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:{names["context"]}>
<rsm:{names["document"]}><ram:ID>{sale.number}</ram:ID><ram:TypeCode>{sale.kind}</ram:TypeCode><ram:IssueDateTime>
<udt:DateTimeString format="102">{sale.day.replace("-", "")}</udt:DateTimeString></ram:IssueDateTime></rsm:{names["document"]}>
<rsm:{names["trade"]}>{trade}</rsm:{names["trade"]}></rsm:{names["root"]}>""".encode()


def _cii_line(number: int, each: Goods, names: Mapping[str, str]) -> str:
    base = f"<ram:BasisQuantity>{each.base_quantity}</ram:BasisQuantity>" if each.base_quantity else ""
    return (
        f"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID>"
        f"</ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>{escape(each.name)}</ram:Name>"
        f"</ram:SpecifiedTradeProduct><ram:{names['line']}Agreement><ram:NetPriceProductTradePrice>"
        f"<ram:ChargeAmount>{each.price}</ram:ChargeAmount>{base}</ram:NetPriceProductTradePrice></ram:{names['line']}Agreement>"
        f"<ram:{names['line']}Delivery><ram:BilledQuantity unitCode='{each.unit}'>{each.quantity}</ram:BilledQuantity>"
        f"</ram:{names['line']}Delivery><ram:{names['line']}Settlement><ram:ApplicableTradeTax>"
        f"<ram:CategoryCode>{each.category}</ram:CategoryCode><ram:{names['rate']}>{each.rate}</ram:{names['rate']}>"
        f"</ram:ApplicableTradeTax><ram:{names['line_sums']}><ram:LineTotalAmount>{each.amount}</ram:LineTotalAmount>"
        f"</ram:{names['line_sums']}></ram:{names['line']}Settlement></ram:IncludedSupplyChainTradeLineItem>"
    )


def _cii_party(name: str, tax_id: str, country: str) -> str:
    return (
        f"<ram:Name>{escape(name)}</ram:Name><ram:PostalTradeAddress><ram:PostcodeCode>500123</ram:PostcodeCode>"
        f"<ram:LineOne>Str. Lungă 7</ram:LineOne><ram:CityName>Brașov</ram:CityName><ram:CountryID>{country}</ram:CountryID>"
        f"</ram:PostalTradeAddress><ram:SpecifiedTaxRegistration><ram:ID schemeID='FC'>local-1</ram:ID></ram:SpecifiedTaxRegistration>"
        f"<ram:SpecifiedTaxRegistration><ram:ID schemeID='VA'>{tax_id}</ram:ID></ram:SpecifiedTaxRegistration>"
    )


def _cii_settlement(sale: Sale, names: Mapping[str, str], *, lines: bool) -> str:
    totals = sale.totals
    taxes = "".join(
        f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{amount}</ram:CalculatedAmount><ram:BasisAmount>{base}</ram:BasisAmount>"
        f"<ram:CategoryCode>{category}</ram:CategoryCode><ram:{names['rate']}>{rate}</ram:{names['rate']}></ram:ApplicableTradeTax>"
        for category, rate, base, amount in sale.taxes
        if lines
    )
    allowances = "".join(
        f"<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>{told}</udt:Indicator></ram:ChargeIndicator>"
        f"<ram:ActualAmount>{amount}</ram:ActualAmount><ram:Reason>{reason}</ram:Reason><ram:CategoryTradeTax>"
        f"<ram:CategoryCode>{category}</ram:CategoryCode><ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent>"
        f"</ram:CategoryTradeTax></ram:SpecifiedTradeAllowanceCharge>"
        for told, group in (("false", sale.allowances), ("true", sale.charges))
        for reason, amount, category, rate in group
    )
    other = (
        f"<ram:TaxTotalAmount currencyID='{sale.tax_currency}'>{sale.tax_in_tax_currency}</ram:TaxTotalAmount>"
        if sale.tax_currency
        else ""
    )
    sums = "".join(
        f"<ram:{tag}>{totals[name]}</ram:{tag}>"
        for tag, name in (
            ("LineTotalAmount", "lines"), ("ChargeTotalAmount", "charges"), ("AllowanceTotalAmount", "allowances"),
            ("TaxBasisTotalAmount", "net"), ("GrandTotalAmount", "gross"), ("TotalPrepaidAmount", "prepaid"),
            ("RoundingAmount", "rounding"), ("DuePayableAmount", "payable"),
        )
    )  # fmt: skip
    return (
        f"{f'<ram:TaxCurrencyCode>{sale.tax_currency}</ram:TaxCurrencyCode>' if sale.tax_currency else ''}"
        f"<ram:InvoiceCurrencyCode>{sale.currency}</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementPaymentMeans>"
        f"<ram:TypeCode>{sale.means}</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{sale.iban}</ram:IBANID>"
        f"</ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>{taxes}{allowances}"
        f"<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format='102'>{sale.due.replace('-', '')}"
        f"</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms><ram:{names['sums']}>{sums}{other}"
        f"<ram:TaxTotalAmount currencyID='{sale.currency}'>{totals['tax']}</ram:TaxTotalAmount></ram:{names['sums']}>"
    )


def with_embedded(page: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return a PDF that carries files with it."""
    document = pypdfium2.PdfDocument(page)
    for name, content in files.items():
        document.new_attachment(name).set_data(content)
    stream = BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def picture_of(rows: Sequence[str]) -> bytes:
    """Return a PDF page that prints these rows as text."""
    return pdf([text_stream([(50, 780 - 24 * at, row) for at, row in enumerate(rows)])])


def zipped(files: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def spv_zip(sale: Sale) -> bytes:
    """Return what SPV gives: the invoice by its number of upload, and the ministry's signature."""
    return zipped({"4213456789.xml": ubl(sale), "semnatura_4213456789.xml": SIGNATURE})
