"""Finds the returned files in folders and archives, and loads their bytes. Meaning is not here."""

from consolidate.intake.found import Found
from consolidate.intake.loading import load
from consolidate.intake.search import find

__all__ = ["Found", "find", "load"]
