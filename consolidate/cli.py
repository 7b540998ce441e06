"""The only shell: commands, progress, exit codes. Imports wait until a command needs them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from consolidate.console import prepare_streams, speak_vietnamese

speak_vietnamese()  # click reads its words at import

import click  # noqa: E402

from consolidate import __version__, arguments  # noqa: E402
from consolidate.arguments import Refusal  # noqa: E402
from consolidate.garbage import collect_seldom  # noqa: E402

if TYPE_CHECKING:
    from consolidate.parse.readings import Digest


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    options_metavar="[TÙY CHỌN]",
    subcommand_metavar="LỆNH …",
    epilog="\b\nVí dụ:\n  consolidate run bao-cao-nhan-ve\n"
    "  consolidate templates --period 2025-H1 --out mau-gui-di",
)
@click.version_option(__version__, "--version", prog_name="consolidate", help="Cho biết phiên bản.")
def cli() -> None:
    """Tổng hợp báo cáo Excel của các đơn vị thành một tệp so với từng mục tiêu."""


plan_option = click.option(
    "--plan", "plan_folder", type=click.Path(path_type=Path), metavar="THƯ_MỤC",
    help="Thư mục kế hoạch (mặc định: kế hoạch cài sẵn).",
)  # fmt: skip
period_option = click.option("--period", metavar="KỲ", help="Mã kỳ báo cáo, ví dụ 2025-H1.")


@cli.command(options_metavar="[TÙY CHỌN]")
@period_option
@click.option("--unit", "unit_code", metavar="MÃ", help="Chỉ tạo mẫu của một đơn vị.")
@click.option("--previous", type=click.Path(path_type=Path), metavar="THƯ_MỤC",
              help="Thư mục kết quả của kỳ trước, để điền sẵn.")  # fmt: skip
@plan_option
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="THƯ_MỤC",
              help="Nơi ghi các tệp mẫu.")  # fmt: skip
def templates(
    period: str | None,
    unit_code: str | None,
    previous: Path | None,
    plan_folder: Path | None,
    out: Path,
) -> None:
    """Tạo tệp mẫu cho từng đơn vị của một kỳ."""
    from consolidate.publish.errors import sentence_of
    from consolidate.template import build, file_name

    plan = arguments.load_plan(plan_folder)
    chosen = arguments.period_of(plan, period or plan.periods[0].code)
    units = [arguments.unit_of(plan, unit_code)] if unit_code else arguments.receivers(plan, chosen)
    filling_of = arguments.offers(previous, plan, chosen) if previous else lambda _: None
    try:
        out.mkdir(parents=True, exist_ok=True)
        for unit in units:
            (out / file_name(unit)).write_bytes(build(plan, chosen, unit, filling_of(unit)))
    except OSError as fault:
        raise Refusal(str(sentence_of(fault, out, kept=""))) from fault
    click.echo(f"Đã tạo {len(units)} tệp mẫu kỳ “{chosen.name}” trong thư mục {out}.")


@cli.command(options_metavar="[TÙY CHỌN]")
@click.argument("returns", nargs=-1, required=True, type=click.Path(path_type=Path),
                metavar="THƯ_MỤC_HOẶC_TỆP…")  # fmt: skip
@period_option
@plan_option
@click.option("--out", type=click.Path(path_type=Path), metavar="THƯ_MỤC",
              help="Nơi ghi kết quả (mặc định: ket-qua, cạnh thư mục báo cáo).")  # fmt: skip
@click.option("--previous", type=click.Path(path_type=Path), metavar="THƯ_MỤC",
              help="Thư mục kết quả của kỳ trước, để so sánh.")  # fmt: skip
@click.option("--decisions", type=click.Path(path_type=Path), metavar="TỆP",
              help="Tệp quyet-dinh.xlsx (mặc định: tệp trong thư mục kết quả).")  # fmt: skip
@click.option("--date", "day", metavar="NGÀY", help="Ngày của báo cáo tổng hợp, ví dụ 2025-06-20.")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N",
              help="Số tiến trình đọc tệp (mặc định: tự chọn).")  # fmt: skip
def run(  # noqa: PLR0913, PLR0917  a command has as many arguments as options
    returns: tuple[Path, ...],
    period: str | None,
    plan_folder: Path | None,
    out: Path | None,
    previous: Path | None,
    decisions: Path | None,
    day: str | None,
    jobs: int | None,
) -> None:
    """Tổng hợp các báo cáo nhận về và ghi kết quả."""
    from consolidate import consolidation
    from consolidate.publish import PublishError, claim
    from consolidate.refusals import NoPrevious, NothingToDo

    plan = arguments.load_plan(plan_folder)
    chosen = arguments.period_of(plan, period) if period else None
    target = out or arguments.beside(returns[0])
    date_of_report = arguments.day_of(day)
    try:
        with claim(target) as place:
            found = arguments.found(returns, {place.folder / name for name in place.outputs})
            known, carried = arguments.known(decisions, place.folder, plan)
            earlier = arguments.loader(previous) if previous else None
            asked = consolidation.Asked(plan, chosen, date_of_report, jobs, known, earlier)
            result = consolidation.run(asked, found, _progress(len(found)))
            from consolidate.generation import generation  # slow to import; reading comes first

            last = arguments.last(place.folder / "thay-doi.xlsx")
            made = generation(result, found, known, last, jobs)
            published = place.publish(made.files, carried)
    except (PublishError, NothingToDo, NoPrevious) as refusal:
        raise Refusal(str(refusal)) from refusal
    from consolidate import summary

    _tell(summary.lines(result, returns, published, made))


@cli.command(options_metavar="[TÙY CHỌN]")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path),
                metavar="TỆP…")  # fmt: skip
@period_option
@plan_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def check(
    files: tuple[Path, ...], period: str | None, plan_folder: Path | None, as_json: bool
) -> None:
    """Kiểm tra tệp báo cáo, không tổng hợp. Có lỗi thì mã thoát là 1."""
    from consolidate import consolidation, summary
    from consolidate.record import record
    from consolidate.refusals import NothingToDo

    plan = arguments.load_plan(plan_folder)
    chosen = arguments.period_of(plan, period) if period else None
    found = arguments.found(files, ())
    asked = consolidation.Asked(plan, chosen, otherwise=plan.periods[0])
    try:
        result = consolidation.run(asked, found, _progress(len(found)))
    except NothingToDo as refusal:
        raise Refusal(str(refusal)) from refusal
    if as_json:
        _tell([record(result, {}).decode("utf-8").removesuffix("\n")])
    else:
        _tell(summary.findings(result))
    if summary.has_errors(result):
        raise SystemExit(1)


@cli.command(options_metavar="[TÙY CHỌN]")
@click.argument("words", nargs=-1, metavar="[MÃ_HOẶC_TỪ]…")
@plan_option
def explain(words: tuple[str, ...], plan_folder: Path | None) -> None:
    """Giải thích một mã lỗi; không ghi mã thì kể tất cả, ghi từ thì tìm."""
    from consolidate import explain as explaining

    book = explaining.rulebook(arguments.load_plan(plan_folder))
    asked = " ".join(words)
    code = explaining.code_of(asked, book)
    if code is not None:
        lines = explaining.shown(book[code])
    elif explaining.is_code(asked):
        raise Refusal(f"Không có mã “{asked}”. Xem tất cả các mã: consolidate explain")
    else:
        met = explaining.search(asked, book)
        if not met:
            raise Refusal(f"Không có mã nào nói về “{asked}”.")
        lines = explaining.shown(met[0]) if len(met) == 1 else explaining.listed(met)
    _tell(lines)


def main() -> None:
    """The console script: every end is a sentence and an exit code, never a traceback."""
    prepare_streams()
    collect_seldom()
    for name in ("SIGTERM", "SIGHUP"):  # the window was closed, the machine goes down
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        sys.exit(2 if isinstance(fault, click.UsageError | Refusal) else fault.exit_code)
    except OSError as fault:
        said = f"Máy báo lỗi khi đọc hoặc ghi (mã lỗi {fault.errno} của hệ điều hành)."
        click.echo(said, err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Đã dừng theo yêu cầu; kết quả của lần chạy trước còn nguyên.", err=True)
        sys.exit(130)


def _tell(lines: Iterable[str]) -> None:
    """Print lines until all are told or nobody reads any more (`| head`): that is no failure."""
    try:
        for line in lines:
            click.echo(line)
    except BrokenPipeError:  # what is left in the stream is flushed at the end, to nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _progress(total: int) -> Callable[[Digest], None]:
    """One line that is written over on a terminal; nothing where the output is piped."""
    if not sys.stderr.isatty():
        return lambda _: None
    count = 0

    def seen(answer: Digest) -> None:
        nonlocal count
        count += 1
        name = answer.file if len(answer.file) <= 60 else f"…{answer.file[-59:]}"
        end = "\n" if count == total else ""
        sys.stderr.write(f"\r[{count}/{total}] {name:<62}{end}")
        sys.stderr.flush()

    return seen
