"""A correction workbook for each unit that must correct: its own return, marked, to be sent again.

A unit whose files are in conflict gets none: the question is the officer's.
"""

from consolidate.correction.returned import Changed
from consolidate.correction.written import Written, corrections, written_meanwhile

__all__ = ["Changed", "Written", "corrections", "written_meanwhile"]
