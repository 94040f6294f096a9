"""Text as XML writes it. (``xml.sax.saxutils`` does the same, but loads ``urllib``, ``http`` and ``ssl`` on the way.)"""

from __future__ import annotations

import re

_CANNOT_STAND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> str:
    """``text`` as the content of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def storable(text: str) -> str:
    """``text`` with U+FFFD for every character that XML cannot hold."""
    return _CANNOT_STAND.sub("\ufffd", text)


def quoteattr(text: str) -> str:
    """``text`` as the value of an attribute, with its quotes; line breaks and tabs are kept."""
    written = escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' not in written:
        return f'"{written}"'
    return f"'{written}'" if "'" not in written else '"' + written.replace('"', "&quot;") + '"'
