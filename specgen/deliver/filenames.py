"""File names that Windows takes: cleaned, cut, still readable."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_WIDE = str.maketrans('<>:"/\\|?*', "＜＞：”／￥｜？＊")
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def as_typed(name: str) -> str:
    """``name`` as it can be typed on a command line of Windows and others: quoted where it must be."""
    safe = name and not any(char.isspace() or char in "\"'&|<>;()$`*?!#~\\" for char in name)
    return name if safe else f'"{name}"'


def clean_file_name(name: str) -> str:
    """``name`` without what Windows refuses (wide characters instead), at most 80 characters, never empty."""
    text = unicodedata.normalize("NFC", name).translate(_WIDE)
    text = _FORBIDDEN.sub("", " ".join(text.split())).strip(" .")
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Co", "Cs", "Cn"))
    text = text[:MOST_CHARACTERS].rstrip(" .")
    if _DEVICES.match(text):
        text = f"_{text}"
    return text or "名称未定"
