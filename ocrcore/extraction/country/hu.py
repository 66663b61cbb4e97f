"""Hungary: the words that tell its documents. Their amounts are whole forints, `12 345 Ft` or `12.345`, without decimals."""

from __future__ import annotations

import re

CURRENCY = "HUF"
MARKERS = re.compile(
    r"\bNYUGTA|\bSZAMLA|\bADOSZ(?:AM|\.)|\bAFA\b|OSSZESEN|FIZETENDO|KESZPENZ|BANKKARTYA|VISSZAJARO|\bKFT\b|\bZRT\b|\bNYRT\b|"
    r"PENZTAR|\bFT\b|\bHUF\b|\bUTCA\b|KEREKITES|\bVEVO\b|\bELADO\b|\bKELT\b|EGYSEGAR|MENNYISEG|MEGNEVEZES|KOSZONJUK|"
    r"VASARL|FORGALMI|BLOKK|TETEL|ENGEDMENY|UTALVANY|ADOALAP|BUDAPEST"
)
"""Words that tell a Hungarian document; several different ones are needed."""
