"""A plain theme: Word asks for the part, though no style of ours takes a font or a colour from it."""

from __future__ import annotations

from .styles_xml import GOTHIC, MINCHO

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = (
    ("dk1", "000000"),
    ("lt1", "FFFFFF"),
    ("dk2", "404040"),
    ("lt2", "E8E8E8"),
    ("accent1", "1F4E79"),
    ("accent2", "7B2C12"),
    ("accent3", "595959"),
    ("accent4", "806000"),
    ("accent5", "2E6B34"),
    ("accent6", "5B3A78"),
    ("hlink", "0B4F8A"),
    ("folHlink", "5B3A78"),
)
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml() -> str:
    """The part ``word/theme/theme1.xml``."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{_NAMESPACE}" name="specgen"><a:themeElements>'
        f'<a:clrScheme name="specgen">{colours}</a:clrScheme>'
        f'<a:fontScheme name="specgen">{_fonts("major", GOTHIC)}{_fonts("minor", MINCHO)}</a:fontScheme>'
        f'<a:fmtScheme name="specgen"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _fonts(name: str, family: str) -> str:
    faces = f'<a:latin typeface="{family}"/><a:ea typeface="{family}"/><a:cs typeface=""/>'
    return f"<a:{name}Font>{faces}</a:{name}Font>"
