"""Codes of organisations (tax codes): ten digits of which the last checks the others."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from consolidate.catalogue import PHRASES
from consolidate.parse.context import Context
from consolidate.parse.readings import Reader, Reading
from consolidate.parse.saying import quoted, refusal, remark, shown, suggestion
from consolidate.plan.models import Column
from consolidate.read.cells import NUMBER, TEXT, Style, Value
from consolidate.text import as_typed, bare, has_personal_number

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_LABELS = {bare(w) for w in ("MST", "Mã số thuế", "Mã số", "Mã", "MS", "MSDN", "Số")}
_LABELLED = re.compile(r"([^\d:]+?)\s*[:.]?\s*([0-9][0-9 .\-]*)")
_SCIENTIFIC = re.compile(r"([0-9])[.,]([0-9]+)[eE]\+?([0-9]{1,2})")
_BRANCH = re.compile(r"([0-9]{10})-?([0-9]{3})")


def has_check_digit(code: str) -> bool:
    """Whether ten digits are a code that can exist (brief 2.5).

    The tenth digit is 10 less the weighted sum of the others modulo 11; digits 3 to 9 are not all
    zero. Every single wrong digit and every exchange of neighbours is caught.
    """
    if not re.fullmatch(r"[0-9]{10}", code) or code[2:9] == "0000000":
        return False
    rest = sum(w * int(d) for w, d in zip(_WEIGHTS, code[:9], strict=True)) % 11
    return 10 - rest == int(code[9])


def tax_code_reader(column: Column, context: Context) -> Reader:  # noqa: ARG001 - one shape for all
    """Reads a tax code as its ten digits; of a branch (13 digits) the root, with a warning."""

    def read(kind: str, value: Value, style: Style) -> Reading:
        if kind == NUMBER and isinstance(value, float):
            return _of_number(value, shown(kind, value, style), column)
        if kind == TEXT and isinstance(value, str):
            return _of_text(as_typed(value), column)
        return _not_ten(shown(kind, value, style), column)

    return read


def _not_ten(text: str, column: Column, meant: str | None = None) -> Reading:
    return refusal("HTX-01", value=quoted(text, column), suggest=suggestion(column, meant))


def _checked(code: str, text: str, column: Column) -> Reading:
    if has_check_digit(code):
        return Reading(code)
    return refusal("HTX-02", value=quoted(text, column))


def _of_number(value: float, text: str, column: Column) -> Reading:
    """A code that was typed as a number has lost its leading zeros, and so has a citizen's."""
    if not value.is_integer() or not 0 <= value < 1e15:
        return _not_ten(text, column)
    digits = str(int(value))
    if len(digits) == 9:
        return _padded(digits, text, column)
    personal = has_personal_number(digits.zfill(12)) and len(digits) > 10
    if len(digits) == 12 or personal or _is_shortened_citizen(digits):
        return refusal("GEN-11")
    return _of_digits(digits, text, column)


def _is_shortened_citizen(digits: str) -> bool:
    """Ten digits that fail as a code and are a citizen's number without its two zeros.

    After the province stands a digit for sex and century, 0 to 3.
    """
    return len(digits) == 10 and not has_check_digit(digits) and digits[1] in "0123"


def _padded(digits: str, text: str, column: Column) -> Reading:
    code = f"0{digits}"
    if not has_check_digit(code):
        return refusal("HTX-02", value=quoted(text, column))
    return remark(code, "HTX-03", read=quoted(code, column))


def _of_text(text: str, column: Column) -> Reading:
    if found := _SCIENTIFIC.fullmatch(text):
        return _of_scientific(found, text, column)
    digits = re.sub(r"[ .]", "", text)
    labelled = _LABELLED.fullmatch(text)
    if labelled and (bare(labelled[1]) in _LABELS or ":" in text):
        reading = _of_digits(re.sub(r"[ .]", "", labelled[2]), text, column)
        if reading.code:
            return reading
        said, read = quoted(text, column), quoted(str(reading.value), column)
        return remark(reading.value, "GEN-04", value=said, read=read, unit="")
    return _of_digits(digits, text, column)


def _of_scientific(found: re.Match[str], text: str, column: Column) -> Reading:
    """A number that was turned into text after its zero and perhaps its last digits were lost."""
    try:
        number = Decimal(f"{found[1]}.{found[2]}E{found[3]}")
    except InvalidOperation:
        return _not_ten(text, column)
    digits = format(number, "f")
    if int(found[3]) == 8 and len(found[2]) >= 8:
        return _padded(digits.partition(".")[0], text, column)
    return _not_ten(text, column)


def _of_digits(digits: str, text: str, column: Column) -> Reading:
    compact = digits.replace("-", "")
    if re.fullmatch(r"[0-9]{12}", compact):
        return refusal("GEN-11")
    if found := _BRANCH.fullmatch(digits):
        return _of_branch(found[1], found[2], text, column)
    if re.fullmatch(r"[0-9]{10}", compact):
        return _checked(compact, text, column)
    meant = f"0{compact}" if len(compact) == 9 and has_check_digit(f"0{compact}") else None
    return _not_ten(text, column, meant)


def _of_branch(root: str, branch: str, text: str, column: Column) -> Reading:
    if branch == "000":
        return _not_ten(text, column, root if has_check_digit(root) else None)
    reading = _checked(root, text, column)
    if reading.refused:
        return reading
    said = PHRASES["root"].format(value=quoted(root, column))
    return remark(root, "HTX-01", value=quoted(text, column), suggest=said)
