"""The console: letters that every console can carry, and click's own words in Vietnamese.

Imports nothing heavy: the command line loads this before anything else.
"""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "consolidate"


def prepare_streams() -> None:
    """Set standard output and errors to UTF-8, whatever the code page of the system.

    Two thirds of the accented Vietnamese letters are not in the Vietnamese code page of Windows.
    A stream that cannot be set (a test's own) stays as it is.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # None where the program has no console
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def speak_vietnamese() -> None:
    """Let click's own messages (usage, errors, help) come from the catalogue of this package.

    click translates through the domain that is current, by the language of the environment. The
    program speaks Vietnamese alone, so that language is set whatever the system's is. To be called
    before click is imported.
    """
    os.environ["LANGUAGE"] = "vi"
    gettext.bindtextdomain(DOMAIN, LOCALES)
    gettext.textdomain(DOMAIN)
