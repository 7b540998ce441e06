"""LibreOffice as a witness: converts, recalculates and uses workbooks as their readers do.

Each process of the tests has a profile of its own, in which spreadsheets are recalculated hard
when they are opened (as they come, LibreOffice believes the values that a file carries).
"""

from __future__ import annotations

import atexit
import functools
import json
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is missing")

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"
 oor:op="fuse"><value>vi-VN</value></prop></item>
</oor:items>
"""

PREAMBLE = """
import json, os, sys, time, traceback
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

def prop(name, value):
    return PropertyValue(Name=name, Value=value)

local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext(
    "com.sun.star.bridge.UnoUrlResolver", local)
for attempt in range(300):
    try:
        context = resolver.resolve(
            "uno:pipe,name=" + sys.argv[1] + ";urp;StarOffice.ComponentContext")
        break
    except NoConnectException:
        time.sleep(0.1)
create = context.ServiceManager.createInstanceWithContext
desktop = create("com.sun.star.frame.Desktop", context)
dispatcher = create("com.sun.star.frame.DispatchHelper", context)

def open_book(path):
    url = uno.systemPathToFileUrl(path)
    return desktop.loadComponentFromURL(url, "_blank", 0, (prop("Hidden", True),))

def act(book, command, **arguments):
    frame = book.CurrentController.Frame
    properties = tuple(prop(k, v) for k, v in arguments.items())
    return dispatcher.executeDispatch(frame, ".uno:" + command, "", 0, properties)

answer = None
try:
"""
EPILOGUE = """
    print(json.dumps(answer), flush=True)
    failed = False
except Exception:
    failed = True
    traceback.print_exc()
try:
    desktop.terminate()
except Exception:
    pass  # it goes while we still speak to it
sys.stderr.flush()
os._exit(failed)  # the bridge may crash while Python takes itself down after the office has gone
"""


@functools.cache
def profile() -> Path:
    """The folder of this process's LibreOffice profile; gone when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="consolidate-soffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    return folder


def convert(books: Sequence[Path], kind: str, out: Path) -> list[Path]:
    """Convert workbooks to a kind (xlsx, xls, ods, pdf) in one start; they are recalculated."""
    assert SOFFICE
    out.mkdir(parents=True, exist_ok=True)
    command = [SOFFICE, f"-env:UserInstallation={profile().as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(out), *map(str, books)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    made = [out / f"{book.stem}.{kind}" for book in books]
    assert all(path.exists() for path in made)
    return made


def recalculate(books: Sequence[Path], out: Path) -> list[Path]:
    """The same workbooks with every formula calculated anew."""
    return convert(books, "xlsx", out)


@functools.cache
def python_with_uno() -> str | None:
    """A Python that can drive LibreOffice, if the machine has one."""
    for name in ("/usr/bin/python3", "python3"):
        path = shutil.which(name)
        if path:
            tried = subprocess.run([path, "-c", "import uno"], capture_output=True, check=False)
            if tried.returncode == 0:
                return path
    return None


def drive(script: str, *arguments: str) -> Any:
    """Run a script inside a LibreOffice session; it leaves its result in `answer`.

    The script finds `open_book(path)`, `act(book, command, **arguments)` (what a menu does, with
    protection minded), `prop`, `dispatcher`, `desktop`, and its arguments in sys.argv[2:].
    """
    python = python_with_uno()
    if SOFFICE is None or python is None:
        pytest.skip("LibreOffice or its Python bridge (python3-uno) is missing")
    pipe = f"consolidate{uuid.uuid4().hex}"
    indented = "\n".join(f"    {line}" for line in script.strip("\n").splitlines())
    office = subprocess.Popen(
        [
            SOFFICE,
            f"-env:UserInstallation={profile().as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        done = subprocess.run(
            [python, "-c", PREAMBLE + indented + EPILOGUE, pipe, *arguments],
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)
    finally:
        try:
            office.wait(timeout=30)
        except subprocess.TimeoutExpired:
            office.kill()
            office.wait()
