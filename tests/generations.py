"""Small generations of outputs for the tests of publishing, and what stands in a folder."""

from __future__ import annotations

import json
from pathlib import Path

from consolidate.publish import sha256_of

RECORD = "ket-qua.json"


def generation(label: str, *names: str, volatile: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Files whose content carries the label, and the record that lists them."""
    files = {name: f"{label}: {name}\n".encode() * 50 for name in (*names, *volatile)}
    outputs = [
        {"file": name, "sha256": None if name in volatile else sha256_of(files[name])}
        for name in sorted(files)
    ]
    record = {"program": "consolidate", "label": label, "outputs": outputs}
    return files | {RECORD: json.dumps(record).encode()}


OLD = generation("old", "tong-hop.xlsx", "quyet-dinh.xlsx", "tra-lai/D001.xlsx", "so-lieu/a.csv")
NEW = generation("new", "tong-hop.xlsx", "quyet-dinh.xlsx", "tra-lai/D002.xlsx", "so-lieu/a.csv")
FOREIGN = {"ghi-chu.txt": b"of the officer", "anh/1.png": b"picture"}


def lay(folder: Path, files: dict[str, bytes]) -> None:
    """Put files into a folder by hand, as somebody else would."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def standing(folder: Path) -> dict[str, bytes]:
    """Everything in a folder by name; nothing where there is none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
