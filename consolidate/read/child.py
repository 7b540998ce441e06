"""The process that reads one file of a foreign format: bytes in, a Book or an Unreadable out."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable

from consolidate.limits import Limits
from consolidate.read.cells import Book, Unreadable

Reader = Callable[[bytes, Limits], Book]


def main() -> None:
    """Read the request from standard input and answer on standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a foreign reader prints must not get between the answers
    data, limits = pickle.load(sys.stdin.buffer)
    reader = reader_of(sys.argv[1])
    _restrict(limits)
    with answers:
        pickle.dump(read_at_edge(reader, data, limits), answers)


def reader_of(kind: str) -> Reader:
    """The reader of a foreign format."""
    if kind == "xls":
        from consolidate.read.xls import read_xls

        return read_xls
    if kind == "xlsb":
        from consolidate.read.xlsb import read_xlsb

        return read_xlsb
    from consolidate.read.ods import read_ods

    return read_ods


def read_at_edge(reader: Reader, data: bytes, limits: Limits) -> Book | Unreadable:
    """The outer edge of reading: whatever a foreign reader raises is an answer about its file.

    The one place where every exception is caught, because foreign readers promise nothing about
    what they raise. The class is told for support, never the text, which may quote a cell.
    """
    try:
        return reader(data, limits)
    except Unreadable as refusal:
        return refusal
    except MemoryError:
        return Unreadable("died")
    except Exception as fault:  # noqa: BLE001  see above
        return Unreadable("unknown", type(fault).__name__)


def _restrict(limits: Limits) -> None:
    """Limit this process's memory where the system can; elsewhere the deadline alone holds."""
    try:
        import resource
    except ImportError:  # Windows
        return
    most = limits.child_memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
