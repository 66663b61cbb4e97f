"""Sentences for letters in five languages, as data."""

from __future__ import annotations

OPENINGS: dict[str, tuple[str, ...]] = {
    "ro": (
        "Stimate domnule {name},",
        "Stimată doamnă {name},",
        "Bună ziua,",
        "Către conducerea societății,",
        "Dragă {name},",
    ),
    "en": ("Dear Sir or Madam,", "Dear {name},", "To whom it may concern,", "Dear Mr. {name},", "Hello {name},"),
    "de": (
        "Sehr geehrte Damen und Herren,",
        "Sehr geehrter Herr {name},",
        "Sehr geehrte Frau {name},",
        "Liebe {name},",
    ),
    "fr": ("Madame, Monsieur,", "Cher Monsieur {name},", "Chère Madame {name},", "Bonjour,"),
    "hu": ("Tisztelt Hölgyem! Tisztelt Uram!", "Kedves {name}!", "Tisztelt Ügyfelünk!"),
}
CLOSINGS: dict[str, tuple[str, ...]] = {
    "ro": ("Cu stimă,", "Cu respect,", "Vă mulțumim pentru înțelegere,", "Cu cele mai bune gânduri,"),
    "en": ("Yours faithfully,", "Yours sincerely,", "Kind regards,", "Best wishes,"),
    "de": ("Mit freundlichen Grüßen", "Freundliche Grüße", "Hochachtungsvoll"),
    "fr": ("Veuillez agréer nos salutations distinguées.", "Cordialement,", "Bien à vous,"),
    "hu": ("Üdvözlettel:", "Tisztelettel:", "Szívélyes üdvözlettel,"),
}
SUBJECTS: dict[str, tuple[str, ...]] = {
    "ro": (
        "Notificare privind modificarea contractului",
        "Confirmare de sold",
        "Ofertă de preț nr. {number}",
        "Adeverință",
        "Înștiințare de plată",
    ),
    "en": (
        "Change of your contract",
        "Confirmation of balance",
        "Quotation no. {number}",
        "Reminder",
        "Notice of delivery",
    ),
    "de": ("Änderung Ihres Vertrages", "Saldenbestätigung", "Angebot Nr. {number}", "Mahnung", "Terminbestätigung"),
    "fr": ("Modification de votre contrat", "Confirmation de solde", "Devis n° {number}", "Rappel de paiement"),
    "hu": ("Szerződésmódosítás", "Egyenlegközlő levél", "Árajánlat, {number}. szám", "Fizetési felszólítás"),
}
_RO = """Vă informăm că începând cu data de {day} programul nostru de lucru se modifică.|Avem plăcerea de a vă transmite oferta solicitată pentru produsele din catalog.|
Conform contractului nr. {number}, termenul de livrare este de {small} zile lucrătoare.|Vă rugăm să confirmați primirea acestei scrisori în termen de {small} zile.|
Suma restantă la data prezentei este de {sum} lei.|Echipa noastră a verificat instalația și nu a constatat defecțiuni.|Ședința va avea loc în sala mare de la etajul al doilea.|
Prețurile includ ambalajul și transportul până la sediul dumneavoastră.|Ne cerem scuze pentru întârzierea produsă de condițiile meteorologice.|În anexă găsiți lista completă a pieselor de schimb.|
Pentru întrebări suplimentare ne puteți contacta la numărul de telefon din antet.|Cheltuielile de întreținere au crescut față de luna precedentă.|Țevile din subsol au fost înlocuite săptămâna trecută.|
Grădinița organizează o serbare la care sunteți cu toții invitați.|Câștigătorii concursului vor fi anunțați pe pagina noastră.|Drumul județean este închis între kilometrii {small} și {number}.|
Așteptăm răspunsul dumneavoastră și vă asigurăm de întreaga noastră considerație.|Dimineața era rece, iar ceața acoperea încă malul râului.|Bătrânul își așeză pălăria pe masă și privi îndelung pe fereastră.|
Copiii alergau prin livadă, strigând și râzând fără grijă.|Potrivit legii, cererea se soluționează în cel mult {small} de zile."""
_EN = """We are writing to inform you that our opening hours will change on {day}.|Please find enclosed the quotation that you requested last week.|According to contract {number}, delivery takes {small} working days.|
The outstanding balance on your account is {sum}.|Our engineers inspected the installation and found no faults.|The meeting will take place in the main hall on the second floor.|Prices include packaging and carriage to your premises.|
We apologise for the delay caused by the weather.|A complete list of spare parts is attached.|Should you have any questions, do not hesitate to call us.|Maintenance costs have risen compared with the previous month.|
The old bridge was repaired during the summer.|She closed the book quietly and looked out over the harbour.|It was the third time that the clock had stopped at midnight.|The road between junctions {small} and {number} remains closed.|
We look forward to hearing from you.|Every visitor must sign the register at reception.|Quality, not quantity, decides whether customers return."""
_DE = """Hiermit teilen wir Ihnen mit, dass sich unsere Öffnungszeiten ab dem {day} ändern.|Anbei erhalten Sie das gewünschte Angebot über die besprochenen Geräte.|Gemäß Vertrag Nr. {number} beträgt die Lieferzeit {small} Werktage.|
Der offene Betrag beläuft sich auf {sum} Euro.|Unsere Techniker haben die Anlage geprüft und keine Mängel festgestellt.|Die Besprechung findet im großen Saal im zweiten Obergeschoss statt.|Für die Verzögerung möchten wir uns entschuldigen.|
Bei Rückfragen stehen wir Ihnen gerne zur Verfügung.|Die Straße zwischen Kilometer {small} und {number} bleibt gesperrt.|Über Nacht war so viel Schnee gefallen, dass die Züge stehen blieben.|Er zog den Mantel enger und ging über die Brücke.|
Wir freuen uns auf Ihre Rückmeldung.|Jeder Gast erhält einen Schlüssel für das Schließfach.|Der Müller grüßte freundlich und öffnete das Tor."""
_FR = """Nous vous informons que nos horaires changeront à partir du {day}.|Vous trouverez ci-joint le devis demandé pour les matériaux.|Conformément au contrat n° {number}, le délai de livraison est de {small} jours ouvrés.|
Le solde restant dû s'élève à {sum} euros.|Nos techniciens ont vérifié l'installation sans constater d'anomalie.|La réunion aura lieu dans la grande salle au deuxième étage.|Nous vous prions de nous excuser pour ce retard.|
N'hésitez pas à nous contacter pour toute question.|La route entre les kilomètres {small} et {number} est fermée.|La pluie avait cessé et l'odeur des tilleuls emplissait la rue.|Elle posa la clé sur le buffet, près du bouquet fané.|
Dans l'attente de votre réponse, nous restons à votre disposition.|Les élèves ont visité le château où naquit le poète."""
_HU = """Értesítjük Önöket, hogy nyitvatartásunk {day} napjától megváltozik.|Mellékelten küldjük a kért árajánlatot.|A {number}. számú szerződés szerint a szállítási határidő {small} munkanap.|Az Önök tartozása {sum} forint.|
Szerelőink átvizsgálták a berendezést, és hibát nem találtak.|A megbeszélést a második emeleti nagyteremben tartjuk.|Elnézésüket kérjük a késedelemért.|Kérdés esetén készséggel állunk rendelkezésükre.|
Az út a {small}. és a {number}. kilométer között lezárva.|Reggelre hűvös lett, és köd ült a folyó fölött.|Az öreg óra az előszobában éjfélkor megállt.|Várjuk szíves válaszukat.|A gyerekek örömmel fürödtek a tó vizében."""


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", " ").split("|"))


SENTENCES: dict[str, tuple[str, ...]] = {
    language: _sentences(text) for language, text in (("ro", _RO), ("en", _EN), ("de", _DE), ("fr", _FR), ("hu", _HU))
}
