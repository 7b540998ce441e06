"""Titles of the sheets that the mechanism adds around a plan's own: written and recognised."""

GUIDE = "Hướng dẫn"
CHECK = "Kiểm tra"
LISTS = "DM"
META = "_meta"
TO_FIX = "Cần sửa"
APPENDIX = "Phụ lục"

OURS = frozenset({GUIDE, CHECK, LISTS, META, TO_FIX, APPENDIX})
"""Sheets that hold no returned data and are never complained of."""
