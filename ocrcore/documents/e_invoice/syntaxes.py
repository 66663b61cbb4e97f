"""Where each syntax writes what EN 16931 says: one table of paths for UBL 2.1, one for CII (EN 16931-3-2 and -3-3).

Paths have no namespaces; of several the first that leads to a text counts, and `@` names an attribute. Names that only
differ by kind of document or by version are made equal while the XML is parsed (`RENAMED`), so a credit note is read
as an invoice, and ZUGFeRD 1 as CII.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    Paths = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """The paths of one syntax: of single texts from the root, and of each list with those of its members."""

    name: str
    roots: frozenset[str]
    needed: str
    """What a root of such a name must hold, so that it is an invoice."""
    texts: Paths
    totals: Paths
    seller: str
    buyer: str
    party: Paths
    address: tuple[tuple[str, ...], ...]
    """What stands on one row of an address, row by row."""
    registrations: str
    registration: Paths
    lines: str
    line: Paths
    allowances: tuple[str, ...]
    allowance: Paths
    tax_totals: tuple[str, ...]
    taxes: str
    tax: Paths
    notes: str
    ibans: str
    terms: str
    always_charges: frozenset[str] = field(default_factory=frozenset)
    """Elements that are charges without saying so."""


RENAMED: Final = {
    "CreditNoteLine": "InvoiceLine",
    "CreditedQuantity": "InvoicedQuantity",
    "CreditNoteTypeCode": "InvoiceTypeCode",
    "SpecifiedTradeSettlementHeaderMonetarySummation": "SpecifiedTradeSettlementMonetarySummation",
    "SpecifiedTradeSettlementLineMonetarySummation": "SpecifiedTradeSettlementMonetarySummation",
    "SpecifiedExchangedDocumentContext": "ExchangedDocumentContext",
    "HeaderExchangedDocument": "ExchangedDocument",
    "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
    "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
    "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
    "SpecifiedSupplyChainTradeAgreement": "SpecifiedLineTradeAgreement",
    "SpecifiedSupplyChainTradeDelivery": "SpecifiedLineTradeDelivery",
    "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
    "ApplicablePercent": "RateApplicablePercent",
}

UBL: Final = Syntax(
    name="ubl",
    roots=frozenset({"Invoice", "CreditNote"}),
    needed="AccountingSupplierParty",
    texts={
        "profile": ("CustomizationID",),
        "number": ("ID",),
        "type_code": ("InvoiceTypeCode",),
        "issue_date": ("IssueDate",),
        "due_date": ("DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"),
        "currency": ("DocumentCurrencyCode",),
        "tax_currency": ("TaxCurrencyCode",),
        "means_code": ("PaymentMeans/PaymentMeansCode",),
    },
    totals={
        "lines": ("LegalMonetaryTotal/LineExtensionAmount",),
        "allowances": ("LegalMonetaryTotal/AllowanceTotalAmount",),
        "charges": ("LegalMonetaryTotal/ChargeTotalAmount",),
        "net": ("LegalMonetaryTotal/TaxExclusiveAmount",),
        "gross": ("LegalMonetaryTotal/TaxInclusiveAmount",),
        "prepaid": ("LegalMonetaryTotal/PrepaidAmount",),
        "rounding": ("LegalMonetaryTotal/PayableRoundingAmount",),
        "payable": ("LegalMonetaryTotal/PayableAmount",),
    },
    seller="AccountingSupplierParty/Party",
    buyer="AccountingCustomerParty/Party",
    party={
        "name": ("PartyLegalEntity/RegistrationName", "PartyName/Name"),
        "legal_id": ("PartyLegalEntity/CompanyID",),
        "country": ("PostalAddress/Country/IdentificationCode",),
        "phone": ("Contact/Telephone",),
    },
    address=(
        ("PostalAddress/StreetName",),
        ("PostalAddress/AdditionalStreetName",),
        ("PostalAddress/AddressLine/Line",),
        ("PostalAddress/PostalZone", "PostalAddress/CityName"),
        ("PostalAddress/CountrySubentity",),
        ("PostalAddress/Country/IdentificationCode",),
    ),
    registrations="PartyTaxScheme",
    registration={"id": ("CompanyID",), "scheme": ("TaxScheme/ID",)},
    lines="InvoiceLine",
    line={
        "description": ("Item/Name", "Item/Description"),
        "quantity": ("InvoicedQuantity",),
        "unit": ("InvoicedQuantity/@unitCode",),
        "price": ("Price/PriceAmount",),
        "price_base": ("Price/BaseQuantity",),
        "amount": ("LineExtensionAmount",),
        "category": ("Item/ClassifiedTaxCategory/ID",),
        "rate": ("Item/ClassifiedTaxCategory/Percent",),
    },
    allowances=("AllowanceCharge",),
    allowance={
        "is_charge": ("ChargeIndicator",),
        "amount": ("Amount",),
        "reason": ("AllowanceChargeReason",),
        "category": ("TaxCategory/ID",),
        "rate": ("TaxCategory/Percent",),
    },
    tax_totals=("TaxTotal/TaxAmount",),
    taxes="TaxTotal/TaxSubtotal",
    tax={
        "category": ("TaxCategory/ID",),
        "rate": ("TaxCategory/Percent",),
        "base": ("TaxableAmount",),
        "amount": ("TaxAmount",),
        "exemption": ("TaxCategory/TaxExemptionReason", "TaxCategory/TaxExemptionReasonCode"),
    },
    notes="Note",
    ibans="PaymentMeans/PayeeFinancialAccount/ID",
    terms="PaymentTerms/Note",
)

_DOCUMENT, _TRADE = "ExchangedDocument", "SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ApplicableHeaderTradeAgreement"
_SETTLEMENT = f"{_TRADE}/ApplicableHeaderTradeSettlement"
_SUMS = f"{_SETTLEMENT}/SpecifiedTradeSettlementMonetarySummation"
_MEANS = f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans"
_DUE = f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime"
_LINE_TAX = "SpecifiedLineTradeSettlement/ApplicableTradeTax"

CII: Final = Syntax(
    name="cii",
    roots=frozenset({"CrossIndustryInvoice", "CrossIndustryDocument", "Invoice"}),
    needed=_TRADE,
    texts={
        "profile": ("ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID",),
        "number": (f"{_DOCUMENT}/ID",),
        "type_code": (f"{_DOCUMENT}/TypeCode",),
        "issue_date": (f"{_DOCUMENT}/IssueDateTime/DateTimeString", f"{_DOCUMENT}/IssueDateTime"),
        "due_date": (f"{_DUE}/DateTimeString", _DUE),
        "currency": (f"{_SETTLEMENT}/InvoiceCurrencyCode",),
        "tax_currency": (f"{_SETTLEMENT}/TaxCurrencyCode",),
        "means_code": (f"{_MEANS}/TypeCode",),
    },
    totals={
        "lines": (f"{_SUMS}/LineTotalAmount",),
        "allowances": (f"{_SUMS}/AllowanceTotalAmount",),
        "charges": (f"{_SUMS}/ChargeTotalAmount",),
        "net": (f"{_SUMS}/TaxBasisTotalAmount",),
        "gross": (f"{_SUMS}/GrandTotalAmount",),
        "prepaid": (f"{_SUMS}/TotalPrepaidAmount",),
        "rounding": (f"{_SUMS}/RoundingAmount",),
        "payable": (f"{_SUMS}/DuePayableAmount",),
    },
    seller=f"{_AGREEMENT}/SellerTradeParty",
    buyer=f"{_AGREEMENT}/BuyerTradeParty",
    party={
        "name": ("Name", "SpecifiedLegalOrganization/TradingBusinessName"),
        "legal_id": ("SpecifiedLegalOrganization/ID",),
        "country": ("PostalTradeAddress/CountryID",),
        "phone": ("DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber",),
    },
    address=(
        ("PostalTradeAddress/LineOne",),
        ("PostalTradeAddress/LineTwo",),
        ("PostalTradeAddress/LineThree",),
        ("PostalTradeAddress/PostcodeCode", "PostalTradeAddress/CityName"),
        ("PostalTradeAddress/CountrySubDivisionName",),
        ("PostalTradeAddress/CountryID",),
    ),
    registrations="SpecifiedTaxRegistration",
    registration={"id": ("ID",), "scheme": ("ID/@schemeID",)},
    lines=f"{_TRADE}/IncludedSupplyChainTradeLineItem",
    line={
        "description": ("SpecifiedTradeProduct/Name", "SpecifiedTradeProduct/Description"),
        "quantity": ("SpecifiedLineTradeDelivery/BilledQuantity",),
        "unit": ("SpecifiedLineTradeDelivery/BilledQuantity/@unitCode",),
        "price": ("SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount",),
        "price_base": ("SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity",),
        "amount": ("SpecifiedLineTradeSettlement/SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",),
        "category": (f"{_LINE_TAX}/CategoryCode",),
        "rate": (f"{_LINE_TAX}/RateApplicablePercent",),
    },
    allowances=(f"{_SETTLEMENT}/SpecifiedTradeAllowanceCharge", f"{_SETTLEMENT}/SpecifiedLogisticsServiceCharge"),
    allowance={
        "is_charge": ("ChargeIndicator/Indicator", "ChargeIndicator"),
        "amount": ("ActualAmount", "AppliedAmount"),
        "reason": ("Reason", "Description"),
        "category": ("CategoryTradeTax/CategoryCode", "AppliedTradeTax/CategoryCode"),
        "rate": ("CategoryTradeTax/RateApplicablePercent", "AppliedTradeTax/RateApplicablePercent"),
    },
    tax_totals=(f"{_SUMS}/TaxTotalAmount",),
    taxes=f"{_SETTLEMENT}/ApplicableTradeTax",
    tax={
        "category": ("CategoryCode",),
        "rate": ("RateApplicablePercent",),
        "base": ("BasisAmount",),
        "amount": ("CalculatedAmount",),
        "exemption": ("ExemptionReason", "ExemptionReasonCode"),
    },
    notes=f"{_DOCUMENT}/IncludedNote/Content",
    ibans=f"{_MEANS}/PayeePartyCreditorFinancialAccount/IBANID",
    terms=f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/Description",
    always_charges=frozenset({"SpecifiedLogisticsServiceCharge"}),
)

SYNTAXES: Final = (CII, UBL)
