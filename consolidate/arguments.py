"""What the command line asks for, as things: a plan, a period, units, files, earlier decisions.

Part of the shell: what cannot be understood or opened is refused in one sentence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from consolidate.decisions.answers import Known
    from consolidate.intake import Found
    from consolidate.plan.models import Period, Plan, Unit
    from consolidate.template import Filling

OUT = "ket-qua"


class Refusal(click.ClickException):
    """Nothing could be done: one sentence, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """The sentence alone, on the stream of errors."""
        click.echo(self.message, file=file, err=True)


def load_plan(folder: Path | None) -> Plan:
    """The plan of a folder, or the one that comes with the program."""
    from consolidate import plan as plans
    from consolidate.plan import PlanError

    try:
        return plans.load_plan(folder or plans.bundled())
    except PlanError as fault:
        raise Refusal(str(fault)) from fault


def period_of(plan: Plan, code: str) -> Period:
    """The period of that code."""
    known = {p.code: p for p in plan.periods}
    by_case = {p.code.casefold(): p.code for p in plan.periods}
    if code in known:
        return known[code]
    close = by_case.get(code.casefold())
    guess = f" Có phải “{close}”?" if close else ""
    raise Refusal(f"Không có kỳ báo cáo “{code}”.{guess} Các kỳ có: {', '.join(known)}.")


def unit_of(plan: Plan, code: str) -> Unit:
    """The unit of that code."""
    if not plan.has_unit(code):
        raise Refusal(f"Không có đơn vị “{code}” trong danh sách đơn vị của kế hoạch.")
    return plan.unit(code)


def receivers(plan: Plan, period: Period) -> list[Unit]:
    """Units that a template is written for: the expected ones and the first optional level's."""
    first = period.optional[:1]
    return [u for u in plan.may_report(period) if u.level == period.units or u.level in first]


def day_of(text: str | None) -> date | None:
    """A day as people type it."""
    if text is None:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise Refusal(f"Ngày “{text}” không đọc được; ghi dạng 2025-06-20 hoặc 20/06/2025.")


def beside(path: Path) -> Path:
    """The output folder beside the returns."""
    return path.resolve().parent / OUT


def found(paths: tuple[Path, ...], outputs: Collection[Path]) -> list[Found]:
    """Every file under the paths but those that the generation before wrote."""
    from consolidate.intake import find

    missing = [str(p) for p in paths if not p.exists()]
    if missing:
        raise Refusal(f"Không thấy “{missing[0]}”. Kiểm tra lại đường dẫn.")
    return [f for f in find(paths) if f.path not in outputs]


def loader(folder: Path) -> Callable[[str], bytes]:
    """The bytes of a file below a folder, by name."""
    return lambda name: (folder / name).read_bytes()


def last(path: Path) -> bytes | None:
    """The book of changes of the generation before; None where there is none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def known(named: Path | None, folder: Path, plan: Plan) -> tuple[Known, dict[str, str]]:
    """What the officer decided, and the hash of the book that said so (none before the first).

    `named` is the book that was asked for, else it is looked for in the output folder.
    """
    from consolidate.decisions.answers import nothing_known, read_decisions
    from consolidate.read.cells import Unreadable

    path = named or folder / "quyet-dinh.xlsx"
    if not path.exists():
        if named:
            raise Refusal(f"Không thấy “{path}”. Kiểm tra lại đường dẫn.")
        return nothing_known(), {}
    if path.is_dir():
        raise Refusal(f"“{path}” là thư mục; cần chính tệp quyet-dinh.xlsx.")
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise Refusal(f"Không mở được “{path}”: đóng tệp trong Excel rồi chạy lại.") from fault
    try:
        known = read_decisions(data, plan)
    except Unreadable as fault:
        raise Refusal(
            f"Không đọc được quyết định trong “{path}”: cần tệp quyet-dinh.xlsx do chương trình "
            "tạo. Mở bằng Excel, lưu lại dạng .xlsx rồi chạy lại; hoặc chuyển tệp đi nơi khác để "
            "bắt đầu lại từ đầu."
        ) from fault
    return known, {path.name: hashlib.sha256(data).hexdigest()}


def offers(folder: Path, plan: Plan, period: Period) -> Callable[[Unit], Filling]:
    """What each unit's template begins with, from the output of an earlier period."""
    from consolidate.carried import carried_over
    from consolidate.previous import read_previous
    from consolidate.refusals import NoPrevious

    try:
        earlier = read_previous(loader(folder), plan, period)
    except NoPrevious as refusal:
        raise Refusal(str(refusal)) from refusal
    return lambda unit: carried_over(earlier, plan, period, unit)
