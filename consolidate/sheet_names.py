"""Titles of the sheets that the mechanism adds around a plan's own: written and recognised."""

GUIDE = "Hướng dẫn"
CHECK = "Kiểm tra"
LISTS = "DM"
META = "_meta"
LIVE = "_kiem_tra"
TO_FIX = "Cần sửa"
APPENDIX = "Phụ lục"
MARKS = "_can_sua"

OURS = frozenset({GUIDE, CHECK, LISTS, META, LIVE, TO_FIX, APPENDIX, MARKS})
"""Sheets that hold no returned data and are never complained of."""

SENT_BACK = frozenset({TO_FIX, APPENDIX})
"""Those of them that only a correction workbook has; it has MARKS, too. In another file a sheet of
such a title is the unit's own."""
