"""Misread letters are put right where a check proves it, and the print is kept; nothing is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from ocrcore.extraction import extract, from_plain_text

TODAY = date(2026, 11, 24)


def _fields(text: str) -> dict[str, Any]:
    return extract(from_plain_text(text), today=TODAY).fields


def test_a_total_with_letters_is_read_where_the_goods_prove_it() -> None:
    fields = _fields("SC X SRL\nBON FISCAL\nPAINE 12,50 A\nLAPTE 4,00 A\nTOTAL LEI 16,5O\nCARD 16,50")
    assert fields["total"]["value"] == "16.50"
    fields = _fields("SC X SRL\nBON FISCAL\nPAINE 12,50 A\nLAPTE 4,00 A\nTOTAL LEI 1G,5O")
    assert fields["total"]["value"] == "16.50"
    assert fields["total"]["repaired"] == "1G,5O"


def test_a_total_with_letters_and_no_proof_is_not_read() -> None:
    assert "total" not in _fields("SC X SRL\nBON FISCAL\nTOTAL LEI 1G,5O")


def test_a_misread_digit_of_the_total_is_put_right_by_two_proofs() -> None:
    text = "SC X SRL\nBON FISCAL\nPAINE 12,50 A\nLAPTE 4,00 A\nTOTAL LEI 18,50\nNUMERAR 20,00\nREST 3,50"
    fields = _fields(text)
    assert fields["total"]["value"] == "16.50"
    assert fields["total"]["repaired"] == "18,50"


def test_a_tax_id_with_letters_is_read_only_where_its_control_digit_agrees() -> None:
    fields = _fields("SC X SRL\nCIF: R0 I4399B4O\nBON FISCAL\nTOTAL LEI 5,00")
    assert fields["vendor_tax_id"]["value"] == "14399840"
    assert fields["vendor_tax_id"]["repaired"] == "I4399B4O"
    assert "vendor_tax_id" not in _fields("SC X SRL\nCIF: R0 I4399B4I\nBON FISCAL\nTOTAL LEI 5,00")


def test_the_buyer_is_not_the_vendor() -> None:
    fields = _fields("SC X SRL\nCIF CLIENT: RO14399840\nBON FISCAL\nTOTAL LEI 5,00")
    assert "vendor_tax_id" not in fields
    assert fields["customer_tax_id"]["value"] == "14399840"


def test_change_and_tax_are_not_the_total() -> None:
    fields = _fields("SC X SRL\nBON FISCAL\nTOTAL TVA 2,00\nREST 5,00\nNUMERAR 10,00")
    assert fields.get("total", {}).get("value") in {None, "5.00"}


def test_a_field_points_at_its_print() -> None:
    fields = _fields("SC X SRL\nBON FISCAL\nPAINE 12,50 A\nTOTAL LEI 12,50")
    box = fields["total"]["box"]
    assert isinstance(box, list)
    x0, y0, x1, y1 = box
    assert 0.5 < x0 < x1 <= 1
    assert 0.7 < y0 < y1 <= 1
    assert fields["total"]["source"] == "12,50"


def test_a_misread_rate_is_put_right_by_the_goods_that_bear_its_letter() -> None:
    text = "SC UNU SRL\nCIF: RO14399840\nPAINE 10,00 B\nVIN 20,00 A\nTOTAL LEI 30,00\nTVA A 27% 3,47\nTVA B 1% 0,99\nDATA 10.10.2025"
    taxes = extract(from_plain_text(text), today=date(2026, 11, 24)).lists["taxes"]
    assert [(tax.members["rate"], tax.members["amount"]) for tax in taxes] == [("21", "3.47"), ("11", "0.99")]


def test_what_was_paid_is_no_total_that_proves_itself() -> None:
    text = "SC UNU SRL\nCIF: RO14399840\nPAINE 10,00 B\nVIN 2O.O7 A\nNUMERAR LEI 600,00\nBON FISCAL"
    extraction = extract(from_plain_text(text), today=date(2026, 11, 24))
    total = extraction.scalars.get("total")
    assert total is None or total.confidence < 0.5
    assert all(check.passed is None for check in extraction.checks if check.code == "payments_cover_total")


def test_a_rate_whose_sign_was_not_read_counts_where_it_fits_the_total() -> None:
    text = "SC X SRL\nBON FISCAL\nCONSULTATIE 763.25 B\nTUNS 30.48 B\nTOTAL RON 793.73\nTVA B - 21 {tax}\nCARD 793.73"
    (tax,) = _fields(text.format(tax="137.75"))["taxes"]
    assert (tax["rate"], tax["amount"]) == ("21", "137.75")
    assert "taxes" not in _fields(text.format(tax="139.75"))


def test_a_reduction_whose_word_was_misread_is_known_by_its_sign_and_letter() -> None:
    fields = _fields("SC X SRL\nBON FISCAL\nBEC LED 7,99 A\nJISC. -0,80 A\nTOTAL 7,19\nCARD 7,19")
    assert [item["amount"] for item in fields["items"]] == ["7.99"]
    assert fields["discount_total"]["value"] == "0.80"


def test_what_stands_without_a_blank_is_parted() -> None:
    fields = _fields("SC X SRL\nBON FISCAL\nPAINE 423,89 A\nSUMA 423,891ei\nZ1606BF2392\nDATA 18-10-2022\n0RA:19-19-13")
    assert (fields["total"]["value"], fields["document_number"]["value"]) == ("423.89", "2392")
    assert fields["time"]["value"] == "19:19:13"


def test_a_misread_total_yields_to_goods_and_payment_that_agree() -> None:
    fields = _fields(
        "SC X SRL\nRON\nBON FISCAL\n5 BUC X 7,14= 35,70 A\nTOTAL DE PLATA 35,78\nTVA A - 21,00% 6,20\nCARD 35,70"
    )
    assert fields["total"]["value"] == "35.70"
    fields = _fields("SC X SRL\nRON\nBON FISCAL\nPAINE 35,70 A\nREDUCERE 3,00 A\nTOTAL DE PLATA 32,70\nCARD 32,70")
    assert fields["total"]["value"] == "32.70"


def test_a_tax_id_behind_a_misread_label_is_read_where_its_control_digit_agrees() -> None:
    for row in ("COD DE ID ENTIFICARE TFISCALA: 14399840", "C.UDE -2 BO 14399840", "C.I.F. ROI4399 840"):
        assert _fields(f"SC X SRL\n{row}\nBON FISCAL\nTOTAL LEI 5,00")["vendor_tax_id"]["value"] == "14399840"
        wrong = row.replace("840", "841")
        assert "vendor_tax_id" not in _fields(f"SC X SRL\n{wrong}\nBON FISCAL\nTOTAL LEI 5,00")


def test_a_part_of_a_number_is_no_tax_id() -> None:
    assert "vendor_tax_id" not in _fields("SC X SRL\nCIF RO4861 15337\nBON FISCAL\nTOTAL LEI 5,00")


def test_a_date_that_lost_one_sign_is_read() -> None:
    for row in ("DAT A:21 03-2026 ORA:10.34.02", "21-03 2026 10:34", "21-03 26 10-34-02", "21.03. .2026 10-34-02"):
        assert _fields(f"SC X SRL\nBON FISCAL\nTOTAL LEI 5,00\n{row}")["date"]["value"] == "2026-03-21"
    assert "date" not in _fields("SC X SRL\nBON FISCAL\nTOTAL LEI 5,00\n21 03 2026")


def test_a_logo_read_as_an_is_no_heading_of_the_buyer() -> None:
    fields = _fields("AN\nSC BILANT SHOP SRL\nCIF RO14399840\nBON FISCAL\nTOTAL LEI 5,00")
    assert fields["vendor_tax_id"]["value"] == "14399840"
    assert fields["vendor_name"]["value"] == "SC BILANT SHOP SRL"


def test_a_receipt_with_the_buyers_tax_id_is_no_invoice() -> None:
    text = "SC X SRL\nC.U.I.: RO14399840\nCEAI 12.50 B\nTOTAL DE PLATA 12.50\nPLATA CARD 12.50\nCIF CUMPARATOR: 8706886\nBF 4042 / Z 1467"
    assert _fields(text)["document_type"]["value"] == "receipt"


GOODS = "SC X SRL\nBON FISCAL\n1,000 BUC X 6,20\nCRAP {} A\n2,000 BUC X 4,00\nLAPTE 8,00 A\nTOTAL LEI {}\nCARD {}"


def _amounts(text: str) -> tuple[list[str], str]:
    """Return the goods' amounts, and what the check of quantities says."""
    found = extract(from_plain_text(text), today=TODAY)
    told = next(check.message for check in found.checks if check.code == "quantity_times_price")
    return [item["amount"] for item in found.fields["items"]], told


def test_an_amount_of_goods_is_put_right_where_its_price_and_the_total_prove_it() -> None:
    amounts, told = _amounts(GOODS.format("8,20", "14,20", "14,20"))
    assert amounts == ["6.20", "8.00"]
    assert told.endswith("With the total it proves what was misread: 8.20 as 6.20.")
    assert _amounts(GOODS.format("400m16,20", "14,20", "14,20"))[0] == ["6.20", "8.00"]


def test_an_amount_of_goods_stays_as_printed_without_both_proofs() -> None:
    for printed, total in (("8,20", "16,20"), ("8,20", "15,20"), ("5,90", "14,20")):
        amounts, told = _amounts(GOODS.format(printed, total, total))
        assert amounts[0] == printed.replace(",", ".")
        assert "misread" not in told


def test_labels_that_lost_their_blanks_are_labels_and_a_tax_is_no_total() -> None:
    goods = "SC X SRL\nCIF: RO14399840\nBON FISCAL\nPAINE 12,50\nVIN 20,00\n"
    for label in ("TOTAL DEPLATALEI", "TOTALDEPLATA LEI", "TOTAL DEPLATĂ"):
        fields = _fields(f"{goods}{label} 32,58\nTOTAL TVAI LEI 4,71\nNUMERAR RON 50,00\nREST LEI 17,50")
        assert fields["total"]["value"] == "32.50"
        assert fields["total"]["repaired"] == "32,58"


def test_a_litre_read_as_a_one_does_not_grow_an_amount_where_the_total_proves_it() -> None:
    text = "SC X SRL\nBON FISCAL\nCappuccino mic 180m175.00 B\nSuc 0.33L 13.74 A\nSubtotal 88.74\nTotal lei 88.74\nCARD 88.74"
    fields = _fields(text)
    assert [(item["description"], item["amount"]) for item in fields["items"]] == [
        ("Cappuccino mic 180ml", "75.00"), ("Suc 0.33L", "13.74")
    ]  # fmt: skip


def test_a_company_form_on_a_row_of_its_own_belongs_to_the_name_above() -> None:
    fields = _fields(
        "Oltenia Design\nOltenia Design\nS.R.L.-D.\nC.I.F.: RO14399840\nStr. Unirii nr. 6\nBON FISCAL\nPAINE 5,00\nTOTAL LEI 5,00\n"
        "CIF CLIENT: RO1590082\nCLIENT: Mobila Buna\nS.R.L."
    )
    assert fields["vendor_name"]["value"] == "Oltenia Design S.R.L.-D."
    assert fields["customer_name"]["value"] == "Mobila Buna S.R.L."
    assert fields["vendor_address"]["value"] == "Str. Unirii nr. 6"


def test_a_tax_id_beside_the_head_of_the_amounts_is_no_amount() -> None:
    for number in ("CUI RO14399840", "C.I.F.: 14399840", "CIF CLIENT: RO 14399840"):
        fields = _fields(f"SC X SRL\n{number} Lei\nPAINE 5,00 B\nTOTAL LEI 5,00\nCARD 5,00")
        assert [item["amount"] for item in fields["items"]] == ["5.00"]


def test_a_total_whose_label_is_lost_is_not_among_the_goods() -> None:
    text = (
        "SC X SRL\nBON FISCAL\nPAINE 87,00 A\nLAPTE 17,50 A\nT0 I 104,50\nTOTAL TVA 18,14\nNUMERAR 104,50\nBON FISCAL"
    )
    fields = _fields(text)
    assert fields["total"]["value"] == "104.50"
    assert [item["amount"] for item in fields["items"]] == ["87.00", "17.50"]


def test_a_count_with_dirt_behind_it_is_a_count() -> None:
    for count in ("2: x4,99", "2; X 4,99", "2 *. 4,99", "2 x: 4,99"):
        items = _fields(f"SC X SRL\nBON FISCAL\n{count}\nManusi XL 9,98 A\n1 x 5,00\nSfoara 5,00 A\nTOTAL 14,98")[
            "items"
        ]
        assert [(item["description"], item["quantity"], item["amount"]) for item in items] == [
            ("Manusi XL", "2", "9.98"), ("Sfoara", "1", "5.00")
        ]  # fmt: skip


def test_a_tax_letter_read_as_a_digit_behind_an_amount_is_told_by_the_product() -> None:
    text = (
        "SC X SRL\nBON FISCAL\nClatite\n1,068 BUC X 24,29= 24,298\nKebab\n2,000 BUC X 30,87= 61,746\nDISC. 10% -6,178\nApa\n"
        "1,000 BUC X 3,99= 3,99A\nTOTAL 83,84\nCARD 83,84"
    )
    fields = _fields(text)
    assert [item["amount"] for item in fields["items"]] == ["24.29", "61.74", "3.99"]
    assert fields["discount_total"]["value"] == "6.17"
    assert fields["total"]["value"] == "83.84"
    weighed = _fields("SC X SRL\nBON FISCAL\nMere 0,548 KG x 9,99\n5,47 A\nTOTAL 5,47\nCARD 5,47")
    assert [item["quantity"] for item in weighed["items"]] == ["0.548"]


def test_a_misread_sign_is_not_the_first_row_of_the_company_below_it() -> None:
    fields = _fields(
        "CEAPREL CONS RUCT\nCEAPREL COWSTRUCT SRL\nCIF: RO14399840\nSTRADA LUNGA NR. 7\nBON FISCAL\nPAINE 5,00\nTOTAL LEI 5,00"
    )
    assert fields["vendor_name"]["value"] == "CEAPREL COWSTRUCT SRL"


def test_the_word_before_the_unit_that_issues_a_receipt_is_no_part_of_its_name() -> None:
    fields = _fields(
        "Unitatea S.C Drior Impex SA\nC.I.F. RO14399840\nCHITANTA\nSeria TG nr. 0701\nAm primit de la Rio SRL\nsuma de 5,00"
    )
    assert fields["vendor_name"]["value"] == "S.C Drior Impex SA"


def test_the_sign_of_a_rate_read_as_a_letter_in_a_table_of_taxes() -> None:
    text = (
        "SC X SRL\nCIF: RO14399840\nBON FISCAL\nSCAUN 530,15 A\nTOTAL DE PLATA 530,15\nCARD 530,15\nCOTA NET TVA\n"
        "A 21,00 X 438,14 92,01\nTOTAL TVA 92,01"
    )
    taxes = _fields(text)["taxes"]
    assert [(tax["rate"], tax["amount"], tax["base"]) for tax in taxes] == [("21", "92.01", "438.14")]


def test_a_rate_that_lost_its_decimal_sign() -> None:
    text = "SC X SRL\nCIF: RO14399840\nBON FISCAL\nSCAUN 281,78 A\nTOTAL 281,78\nCARD 281,78\nTOTAL TVA A 19 00% 44,99\n10.10.2024"
    assert [(tax["rate"], tax["amount"]) for tax in _fields(text)["taxes"]] == [("19", "44.99")]


def test_a_count_whose_sign_was_not_read_is_a_count() -> None:
    text = (
        "SC X SRL\nBON FISCAL\n1.000 16.41\nTon bucati 3x80g 16.41A\n1.234 kg 18.98\nParizer extra 23.42A\nReducere 20%\n-4.68A\n"
        "12.000 ' 11.00\nTon in ulei 132.00A\n1 BUC. 3.95\nSurub M8X60 3.95 A\nTOTAL LEI 171.10\nCARD 171.10"
    )
    items = _fields(text)["items"]
    assert [(item["quantity"], item["unit_price"], item["amount"]) for item in items] == [
        ("1", "16.41", "16.41"), ("1.234", "18.98", "23.42"), ("12", "11.00", "132.00"), ("1", "3.95", "3.95")
    ]  # fmt: skip


def test_a_price_that_slipped_below_its_count_is_no_item() -> None:
    text = (
        "SC X SRL\nBON FISCAL\nBALSAM DE PAR 200ML 26,94\n3,000 *:\n8,98\nNAPOLITANE 180G 44,94\n6,000 *\n7,49\nMERE 19,33\n"
        "2,380 KG*: 8,12\nTOTAL DE PLATA 91,21\nCARD BANCAR 91,21"
    )
    items = _fields(text)["items"]
    assert [(item["description"], item["quantity"], item["unit_price"], item["amount"]) for item in items] == [
        ("BALSAM DE PAR 200ML", "3", "8.98", "26.94"), ("NAPOLITANE 180G", "6", "7.49", "44.94"), ("MERE", "2.38", "8.12", "19.33")
    ]  # fmt: skip


def test_taxes_whose_amounts_slipped_below_their_labels() -> None:
    text = (
        "SC X SRL\nCIF: RO14399840\nBON FISCAL\nPATE 218,56A\nPERIE 153,61B\nSGR 1,50D\nTOTAL: 373,67\nNUMERAR RON 373,67\n"
        "TVA 11% A 21,66\nTVA 21% B\n26,66\nTVA 0% D\n0,00\nDIN CARE TVA\n48,32\n30/10/2025"
    )
    fields = _fields(text)
    assert [(tax["rate"], tax["amount"]) for tax in fields["taxes"]] == [
        ("11", "21.66"),
        ("21", "26.66"),
        ("0", "0.00"),
    ]
    assert fields["tax_total"]["value"] == "48.32"


def test_a_price_whose_count_was_not_read_is_no_item() -> None:
    text = (
        "SC X SRL\nBON FISCAL\nBUC X 6,29\nFAINA ALBA 650 6,29B\n2 BUC X 7,49\nCIUPERCI 500G 14,98B\nX6.98\nMANUSI 105.33 A\n"
        "3.000 bucXi9.00\nSosete 57.00 A\nTOTAL 183,60\nCARD LEI 183,60"
    )
    items = _fields(text)["items"]
    assert [(item["description"], item["amount"]) for item in items] == [
        ("FAINA ALBA 650", "6.29"), ("CIUPERCI 500G", "14.98"), ("MANUSI", "105.33"), ("Sosete", "57.00")
    ]  # fmt: skip
    assert items[3]["unit_price"] == "19.00"


def test_a_total_whose_decimal_sign_was_not_read_beside_its_currency() -> None:
    fields = _fields(
        "SC X SRL\nBON FISCAL\nBALSAM 169,27\nTOTAL LEI 16927\nNUMERAR 200,00\nREST LEI 30,73\nTVA A (21%) 29,38"
    )
    assert fields["total"]["value"] == "169.27"
    assert fields["total"]["repaired"] == "16927"


def test_taxes_of_several_rates_tell_which_of_two_prints_is_the_total() -> None:
    text = (
        "SC X SRL\nCIF: RO14399840\nBON FISCAL\nPAINE 97,07 B\nVIN 88,25 A\nTOTAL BON 355,32\nCARD 155,32\n"
        "TVA A 21,0% 10,11\nTVA B 11,0% 9,62\nTOTAL TVA 19,73\n10.10.2025"
    )
    fields = _fields(text)
    assert fields["total"]["value"] == "155.32"


def test_what_stands_far_behind_a_count_is_its_amount() -> None:
    text = "SC X SRL\nBON FISCAL\nSTRUGURI 500G\n1,00 * 13,99      13,99\nBANANE\n2,730 KG              24,54\nTOTAL 38,53\nCARD 38,53"
    items = _fields(text)["items"]
    assert [item["amount"] for item in items] == ["13.99", "24.54"]
