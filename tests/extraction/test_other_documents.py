"""What is neither receipt nor invoice, in several languages: few fields, none of them sure, and no goods."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import extract, from_plain_text

TODAY = date(2026, 11, 24)
MOST_FIELDS = 6
TEXTS = {
    "romanian novel": """
Capitolul al treilea
In anul 1877, pe 14 martie, batranul se trezi inainte de ora 5:30 si privi pe fereastra.
Din 120 de case ramasesera 37, iar drumul spre targ costa 2,50 lei de persoana.
- Cat ai dat pe cal? intreba el. - Trei sute de lei, raspunse fratele.
Nu mai avea rest sa-i dea nimeni; totalul anilor pierduti era mai mare decat orice suma.
147
""",
    "english novel": """
CHAPTER TWELVE
It was on the 3rd of May 1891 that Mr Harding paid his last bill, 14.50 in all,
and asked the cashier for a receipt. The total of his life, he thought, was less than
the change in his pocket. At 11:45 the train left; the invoice never came.
212
""",
    "german novel": """
Drittes Kapitel
Am 12.10.1913 um 8:15 Uhr betrat er das Haus in der Bahnhofstrasse 12. Die Summe, 350,00 Mark,
lag auf dem Tisch. "Zahlen Sie bar?" fragte der Wirt. Er hatte alles verloren, und die Rechnung stand offen.
98
""",
    "french novel": """
CHAPITRE IV
Le 14 juillet 1889, vers 18h30, il compta son argent: 45,20 francs. Le total ne suffisait pas.
La carte du restaurant annonçait un menu a 3,50. Il demanda la monnaie et partit.
57
""",
    "menu": """
LA CINA CU DRAG - MENIU
Ciorba de burta 24,00 lei
Papanasi cu smantana 22,00 lei
Sarmale cu mamaliga 32,50 lei
Apa plata 0,5l 8,00 lei
Vin casa 250ml 15,00 lei
Preturile includ TVA. Servicii 10%.
""",
    "english menu": """
MENU
Starters
Soup of the day 6.50
Garlic bread 4.25
Mains
Fish and chips 14.95
Mushroom risotto 13.50
Puddings
Sticky toffee 6.95
A service charge of 10% is added to tables of six.
""",
    "german menu": """
SPEISEKARTE
Tagessuppe 5,50
Schnitzel Wiener Art 16,90
Kaesespaetzle 13,50
Apfelstrudel 6,80
Mineralwasser 0,5 l 3,90
Alle Preise in EUR inkl. MwSt.
""",
    "hungarian menu": """
ÉTLAP
Gulyásleves 1.890 Ft
Rántott hús 3.490 Ft
Túrós csusza 2.790 Ft
Palacsinta 1.290 Ft
Ásványvíz 0,5l 690 Ft
""",
    "romanian statement": """
EXTRAS DE CONT
Banca Exemplu SA
IBAN RO49AAAA1B31007593840000
Perioada 01.02.2026 - 28.02.2026
Sold initial 1.240,55
03.02.2026 Plata card LIDL 59,37
05.02.2026 Incasare salariu 4.500,00
11.02.2026 Retragere numerar 300,00
Rulaj debitor 359,37
Sold final 5.381,18
""",
    "english statement": """
Statement of account
Example Bank plc
Sort code 20-00-00 Account 12345678
Opening balance 1,204.10
02 Mar CARD PAYMENT TESCO 45.20
05 Mar TRANSFER J SMITH 300.00
09 Mar CASH WITHDRAWAL 50.00
Closing balance 808.90
Total paid out 395.20
""",
    "german statement": """
KONTOAUSZUG 3/2026
Sparkasse Musterstadt
IBAN DE89370400440532013000
Alter Kontostand vom 01.03.2026 2.310,44
04.03. Kartenzahlung REWE 38,12-
06.03. Gehalt 2.850,00+
Neuer Kontostand vom 31.03.2026 5.122,32
""",
    "french statement": """
RELEVE DE COMPTE
Banque Exemple
Solde au 01/02/2026 845,20
03/02 CARTE CARREFOUR 62,15
07/02 VIREMENT SALAIRE 2 100,00
Solde au 28/02/2026 2 883,05
Total des operations 2 162,15
""",
    "street photo": """
STOP
STR. LIBERTATII
FARMACIE
NON STOP
B 123 ABC
""",
    "shop window": """
REDUCERI -50%
NOU!
19,99
DESCHIS 9:00 - 21:00
""",
    "letter": """
Dear Ms Brown,
thank you for your letter of 12 March 2026. We would be glad to welcome you on 4 April at 10:30.
The room costs 85.00 a night. Please let us know by 20 March.
Yours sincerely
John Miller
""",
    "timetable": """
Plecari
06:12 Brasov R 3011
07:45 Cluj-Napoca IC 531
09:20 Iasi IR 1661
Linia 4
""",
    "contract": """
CONTRACT DE INCHIRIERE
Incheiat astazi 01.02.2026 intre Popescu Ion, CNP 1800101123456 si SC Alfa Imob SRL, CUI RO14399840.
Chiria lunara este de 450,00 EUR, se plateste pana la data de 5 a lunii.
""",
    "price list": """
PRICE LIST 2026
Hammer 12.90
Nails 100 pcs 3.40
Saw 18.75
Paint 2.5L 24.00
""",
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_receipt_is_told_as_something_else(name: str) -> None:
    extraction = extract(from_plain_text(TEXTS[name].strip()), today=TODAY)
    fields = {key: field for key, field in extraction.scalars.items() if key != "document_type"}
    assert extraction.document_type == "other"
    assert not extraction.lists
    assert len(fields) <= MOST_FIELDS
    assert all(field.confidence <= 0.5 for field in fields.values())
    assert extraction.verdict < 0.4
