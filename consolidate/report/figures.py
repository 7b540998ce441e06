"""A figure as it stands in a cell: a formula and the value that it gives, made together.

A cached value that was computed apart from its formula would one day differ from it. Formulas use
functions of Excel 2010 and no function whose result depends on the reader's locale (TEXT, FIXED).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

NONE = "–"  # nothing of the kind, as yearbooks print it
UNKNOWN = "…"  # there is something, and nobody has said how much

Value = int | float | str


class Live(NamedTuple):
    """A formula (without its leading sign) and its value."""

    formula: str
    value: Value


def constant(value: Value) -> Live:
    """A figure that is no formula of others, for use in one."""
    return Live(quoted(value) if isinstance(value, str) else repr(value), value)


LONGEST_CONSTANT = 250  # Excel takes a formula with a longer one for damage (255)


def quoted(text: str) -> str:
    """A text as a constant of a formula; a long one in pieces."""
    starts = range(0, len(text), LONGEST_CONSTANT)
    pieces = [text[at : at + LONGEST_CONSTANT].replace('"', '""') for at in starts]
    return "&".join(f'"{piece}"' for piece in pieces or [""])


def half_up(number: float, digits: int) -> float:
    """Rounded as spreadsheets round: half away from zero, on the 15 digits that they show."""
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(f"{number:.15g}").quantize(step, ROUND_HALF_UP))


def percent(part: Live, whole: Live) -> Live:
    """`part` in percent of `whole`, one decimal, half up; a dash where the whole is nothing.

    A part below the whole never shows as 100,0 (brief 2.3: 2,999/3,000 is 99,9).
    """
    a, b = part.formula, whole.formula
    rounded = f"ROUND({a}/{b}*100,1)"
    formula = f'IF({b}=0,"{NONE}",IF(AND({a}<{b},{rounded}>=100),99.9,{rounded}))'
    if not isinstance(part.value, int | float) or not isinstance(whole.value, int | float):
        return Live(f'IFERROR({formula},"{NONE}")', NONE)
    return Live(f'IFERROR({formula},"{NONE}")', percent_of(part.value, whole.value))


def percent_of(part: float, whole: float) -> float | str:
    """What `percent` shows."""
    if whole == 0:
        return NONE
    rounded = half_up(part / whole * 100, 1)
    return 99.9 if part < whole and rounded >= 100 else rounded


def shown(content: Live | str) -> str:
    """What a cell with that content shows, to measure it."""
    return str(content.value) if isinstance(content, Live) else content


def joined(*parts: Live | str) -> Live:
    """Texts and figures in one text. A figure with decimals must have been `spelt` (ValueError)."""
    lives = [constant(p) if isinstance(p, str) else p for p in parts]
    return Live("&".join(x.formula for x in lives), "".join(_bare(x.value) for x in lives))


def _bare(value: Value) -> str:
    if isinstance(value, float):
        if not value.is_integer():
            raise ValueError(value)
        return str(int(value))
    return str(value)


def spelt(figure: Live, *, decimals: int = 0, padded: bool = False, suffix: str = "") -> Live:
    """A figure in running text: point for thousands, decimal comma, small counts with a zero.

    A text (a dash) stays as it is. As many `decimals` stand as are needed, at most so many.
    `padded` writes 2 as 02, as official letters do; `suffix` stands behind a number, for example a
    percent sign.
    """
    x, value = figure.formula, figure.value
    spelling = _spelling(x, decimals, padded) + (f"&{quoted(suffix)}" if suffix else "")
    if not isinstance(value, str):
        value = spelt_number(value, decimals=decimals, padded=padded) + suffix
    return Live(f"IF(ISNUMBER({x}),{spelling},{x})", value)


def _spelling(x: str, decimals: int, padded: bool) -> str:
    whole = f"INT(ROUND({x},{decimals}))"
    grouped = (
        f'IF({whole}>=1000000,INT({whole}/1000000)&"."&'
        f'RIGHT("000"&INT(MOD({whole},1000000)/1000),3)&"."&RIGHT("000"&MOD({whole},1000),3),'
        f'IF({whole}>=1000,INT({whole}/1000)&"."&RIGHT("000"&MOD({whole},1000),3),'
    )
    small = f'IF(ROUND({x},{decimals})<10,"0"&{whole},{whole})' if padded else whole
    if not decimals:
        return f"{grouped}{small}))"
    rest = f"ROUND((ROUND({x},{decimals})-{whole})*{10**decimals},0)"
    small = small if not padded else f"IF({rest}=0,{small},{whole})"
    return f'{grouped}{small}))&IF({rest}=0,"",","&{_digits(rest, decimals)})'


def _digits(rest: str, decimals: int) -> str:
    """Digits behind a comma without zeros at their end."""
    shortest = f'RIGHT("{"0" * decimals}"&{rest},{decimals})'
    for digits in range(decimals - 1, 0, -1):
        step = 10 ** (decimals - digits)
        fewer = f'RIGHT("{"0" * digits}"&{rest}/{step},{digits})'
        shortest = f"IF(MOD({rest},{step})=0,{fewer},{shortest})"
    return shortest


def spelt_number(value: float, *, decimals: int = 0, padded: bool = False) -> str:
    """What `spelt` shows."""
    rounded = half_up(value, decimals)
    whole = int(rounded)
    text = f"{whole:,}".replace(",", ".")
    rest = round((rounded - whole) * 10**decimals)
    if padded and not rest and 0 <= whole < 10:
        text = f"0{whole}"
    return f"{text},{rest:0{decimals}d}".rstrip("0") if decimals and rest else text


# --- criteria --------------------------------------------------------------------------------

_PLAIN_CRITERION = re.compile(r"(?!(?:true|false)$)[^\W\d_][^*?~]*", re.IGNORECASE)
"""What SUMIFS compares letter by letter. "01", "1" and "1E1" it reads as numbers, and so as equal
to others; *, ? and ~ are patterns to it, a leading sign is a comparison."""


def summed_where(sums: str, *wanted: tuple[str, str | int]) -> str:
    """The formula that adds a range where other ranges hold certain texts or numbers."""
    if all(isinstance(x, int) or _PLAIN_CRITERION.fullmatch(x) for _, x in wanted):
        criteria = ",".join(f"{place},{_constant(x)}" for place, x in wanted)
        return f"SUMIFS({sums},{criteria})"
    masks = ",".join(f"--({place}={_constant(x)})" for place, x in wanted)
    return f"SUMPRODUCT({masks},{sums})"


def _constant(wanted: str | int) -> str:
    return quoted(wanted) if isinstance(wanted, str) else str(wanted)
