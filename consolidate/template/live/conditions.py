"""What is wrong with one cell by its own type, as text of a formula.

Every condition is a number, 0 where nothing is wrong; it reads the same for one cell (`$M6`) and
for a named column, because it is joined by `*` and `+` alone. Where a formula cannot know, it says
that something is wrong: a workbook that calls itself ready has nothing that the program refuses
for its type. (What the program reads nevertheless, such as "15 người", the sheet still marks.)
"""

from __future__ import annotations

from datetime import date

from consolidate.parse.dates import EARLIEST, LATEST
from consolidate.parse.numbers import GREATEST
from consolidate.plan.models import Column
from consolidate.template.edition import list_of
from consolidate.template.names import list_name
from consolidate.text import MASKED

NO_VALUE = (" ", "\u00a0", "-", "–", "—", "−", ".", "…")
"""Signs that a cell may hold without saying anything (`consolidate.parse`)."""

_MEAN_NIL_BY_A_DASH = ("count", "money", "percent", "yes_no")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)  # of a tax code's digits, brief 2.5
_TEXTS = ("text", "reference", "url")


def is_free_text(column: Column) -> bool:
    """Whether the cell takes any text that holds no citizen's number."""
    return column.type in _TEXTS


def blank(column: Column, x: str) -> str:
    """Where the cell holds nothing that can be read as a value."""
    if column.type in _MEAN_NIL_BY_A_DASH:
        return f'({_trimmed(x)}="")'
    for sign in NO_VALUE:
        x = f'SUBSTITUTE({x},"{sign}","")'
    return f'({x}="")'


def faulty(column: Column, x: str) -> str:
    """Where the cell lacks what it must hold, or holds what its type does not take.

    The formula is blank where all is taken. What a type demands, a blank cell does not fulfil.
    """
    if is_free_text(column):
        number = _personal_number(x)
        return f"{blank(column, x)}+{number}" if column.required else number
    refused = _refused(column, x)
    if column.required:
        return refused or blank(column, x)
    return f'({_trimmed(x)}<>"")*{refused}' if refused else ""


def doubtful(column: Column, x: str) -> str:
    """Where the cell is taken and should be looked at once more; blank where nothing is doubted."""
    if column.type == "phone":
        return f'({_trimmed(x)}<>"")*(1-{_phone(x)})'
    if column.type == "text" and column.max_length:
        return f"(LEN({x})>{column.max_length})"
    return ""


def _refused(column: Column, x: str) -> str:
    code = list_of(column)
    if code:
        name = list_name(code, "code" if column.type == "code" else "")
        return f"(1-ISNUMBER(MATCH({_literally(_trimmed(x))},{name},0)))"
    match column.type:
        case "count":
            whole = [f"({x}=INT({x}))", f"({x}<={GREATEST})", f"(({x}<1E11)+({x}>=1E12)>0)"]
            return _number(x, [*whole, *_limits(column, x, 0)])
        case "money":
            return _number(x, _limits(column, x, None))
        case "percent":
            return _number(x, [f"(({x}<=0)+({x}>1)>0)", *_limits(column, x, None)])
        case "date":
            return _date(column, x)
        case "tax_code":
            return f"(1-{_tax_code(x)})"
        case _:
            return ""


def _trimmed(x: str) -> str:
    return f'TRIM(SUBSTITUTE({x},"\u00a0"," "))'


def _literally(x: str) -> str:
    """A text to be looked for as it stands: MATCH takes `*` and `?` for anything."""
    for sign in "~*?":
        x = f'SUBSTITUTE({x},"{sign}","~{sign}")'
    return x


def _number(x: str, demands: list[str], other: str = "1") -> str:
    """1 where a number misses a demand; `other` where there is no number.

    A truth value is no number to Excel and to us; LibreOffice takes it for one in a column.
    """
    return f"IF(ISNUMBER({x}),1-{'*'.join(demands) or '1'},{other})"


def _limits(column: Column, x: str, least: int | None) -> list[str]:
    low = least if column.min is None else column.min
    limits = [f"({x}>={_written(low)})"] if low is not None else []
    return limits + ([f"({x}<={_written(column.max)})"] if column.max is not None else [])


def _written(limit: object) -> str:
    if isinstance(limit, date):
        return f"DATE({limit.year},{limit.month},{limit.day})"
    return repr(limit)


def _date(column: Column, x: str) -> str:
    low = column.min if isinstance(column.min, date) else date(EARLIEST, 1, 1)
    high = column.max if isinstance(column.max, date) else date(LATEST, 12, 31)
    limits = [f"({x}>={_written(low)})", f"({x}<{_written(high)}+1)"]
    return _number(x, limits, f"(1-{_month(x)})" if column.month_only_allowed else "1")


def _month(x: str) -> str:
    """Whether a text is a month such as 03/2025."""
    text = _trimmed(x)
    month, year = f"LEFT({text},LEN({text})-5)*1", f"RIGHT({text},4)*1"
    return (
        f'IFERROR((LEN({text})<=7)*(MID({text},LEN({text})-4,1)="/")*({month}>=1)*({month}<=12)'
        f"*({month}=INT({month}))*({year}>={EARLIEST})*({year}<={LATEST}),0)"
    )


def _tax_code(x: str) -> str:
    """Whether a text is ten digits of which the last checks the others."""
    text = _trimmed(x)
    total = "+".join(f"{w}*MID({text},{i},1)" for i, w in enumerate(_WEIGHTS, 1))
    return (
        f'IFERROR((LEN({text})=10)*(MID({text},3,7)<>"0000000")'
        f"*(10-MOD({total},11)=MID({text},10,1)*1),0)"
    )


def _phone(x: str) -> str:
    """Whether a text is one telephone number as they are today: 10 digits, a landline 11."""
    digits = x
    for sign in (" ", ".", "-", "(", ")", "\u00a0"):
        digits = f'SUBSTITUTE({digits},"{sign}","")'
    mobile = f'(LEN({digits})=10)*ISNUMBER(FIND(MID({digits},2,1),"35789"))'
    landline = f'(LEN({digits})=11)*(MID({digits},2,1)="2")'
    return f'IFERROR((LEFT({digits},1)="0")*({mobile}+{landline})*ISNUMBER({digits}*1),0)'


def _personal_number(x: str) -> str:
    """Whether the cell is a citizen's number, or one that a correction workbook did not repeat.

    One inside a longer text no formula can find.
    """
    digits = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({x},"\u00a0","")," ",""),".","")'
    is_number = f'(LEN({digits})=12)*(LEFT({digits},1)="0")*ISNUMBER({digits}*1)'
    return f'IFERROR(({digits}="{MASKED}")+{is_number},0)'
