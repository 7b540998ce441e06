"""The theme of a template: the house font for all texts, and Office's colours.

xlsxwriter's own theme lists a font for each of thirty scripts and takes four times as much room.
"""

from __future__ import annotations

from consolidate.style import FONT

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "1F497D",
    "lt2": "EEECE1",
    "accent1": "4F81BD",
    "accent2": "C0504D",
    "accent3": "9BBB59",
    "accent4": "8064A2",
    "accent5": "4BACC6",
    "accent6": "F79646",
    "hlink": "0000FF",
    "folHlink": "800080",
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'


def theme() -> str:
    """The theme as XML."""
    colours = "".join(f'<a:{k}><a:srgbClr val="{v}"/></a:{k}>' for k, v in _COLOURS.items())
    fonts = "".join(
        f'<a:{k}><a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/></a:{k}>'
        for k in ("majorFont", "minorFont")
    )
    kinds = {  # three of each, for slight, moderate and strong looks of shapes
        "fillStyleLst": _FILL,
        "lnStyleLst": f"<a:ln>{_FILL}</a:ln>",
        "effectStyleLst": "<a:effectStyle><a:effectLst/></a:effectStyle>",
        "bgFillStyleLst": _FILL,
    }
    looks = "".join(f"<a:{k}>{v * 3}</a:{k}>" for k, v in kinds.items())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{_DRAWING}" name="Office"><a:themeElements>'
        f'<a:clrScheme name="Office">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Office">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Office">{looks}</a:fmtScheme>'
        "</a:themeElements></a:theme>"
    )
