"""Builds the seasons: python -m examples.season [FOLDER]."""

from __future__ import annotations

import sys
from pathlib import Path

from examples.season.build import write_all

write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
