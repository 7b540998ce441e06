"""What the tidy data mean: datapackage.json for programs, DOC-TRUOC.txt for people."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Any

from consolidate.export.resources import BOOLEAN, UNITS, Field, Resource
from consolidate.export.separated import BOM
from consolidate.outcome import Outcome

GUARD = (
    "Ô chữ bắt đầu bằng = + - @, dấu tab, dấu xuống dòng (hoặc dạng toàn khổ ＝ ＋ － ＠) được "
    "thêm một dấu nháy đơn ở đầu để bảng tính không hiểu là công thức; bỏ một dấu nháy đơn là "
    "được nội dung gốc. Ô số và ô ngày không bị thêm gì."
)
DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}

Entry = dict[str, Any]


def datapackage(outcome: Outcome, tables: Sequence[Resource]) -> bytes:
    """The description in the form of the Data Package standard, version 1."""
    plan, period = outcome.plan, outcome.period
    package = {
        "profile": "tabular-data-package",
        "name": f"{plan.key}-{period.code}".lower(),
        "title": f"{plan.short}: {period.name}",
        "description": f"Dòng số liệu được tính của các báo cáo nhận về. {GUARD}",
        "created": f"{outcome.date.isoformat()}T00:00:00Z",
        "resources": [_resource(table) for table in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode() + b"\n"


def _resource(table: Resource) -> Entry:
    schema: Entry = {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.of_units:
        reference = {"resource": UNITS, "fields": "unit"}
        schema["foreignKeys"] = [{"fields": "unit", "reference": reference}]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.path,
        "title": table.title,
        **({"description": table.description} if table.description else {}),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": schema,
    }


def _field(field: Field) -> Entry:
    """One column. `unit`, `list` and `personal` are ours; readers of the standard pass them by."""
    entry: Entry = {"name": field.name, "type": field.type, "title": field.title}
    if field.description:
        entry["description"] = field.description
    if field.type == BOOLEAN:
        entry |= {"trueValues": ["true"], "falseValues": ["false"]}
    if field.values:
        entry["constraints"] = {"enum": list(field.values)}
    if field.unit:
        entry["unit"] = field.unit
    if field.list:
        entry["list"] = field.list
    if field.personal:
        entry["personal"] = True
    return entry


def read_me_first(outcome: Outcome, tables: Sequence[Resource]) -> bytes:
    """A page of text for whoever opens the folder."""
    files = "\n".join(f"  {table.path:<26} {table.title}" for table in tables)
    rule = textwrap.fill(GUARD, 98, initial_indent="  - ", subsequent_indent="    ")
    text = f"""SỐ LIỆU CHI TIẾT
{outcome.plan.short}
Kỳ báo cáo: {outcome.period.name}

LƯU HÀNH NỘI BỘ. Thư mục này có thông tin cá nhân (họ tên, số điện thoại). Không gửi ra ngoài.

Trong thư mục
{files}
  datapackage.json           Kiểu dữ liệu, tên tiếng Việt và đơn vị tính của từng cột

Mỗi dòng của một bảng là một dòng báo cáo được tính. Ba cột đầu cho biết dòng đó ở đâu: đơn vị
(unit), tên tệp như khi nhận về (file) và số dòng trong trang tính (row). Dòng bị loại không có ở
đây; xem bản nội bộ của tệp tổng hợp.

Cách ghi
  - Ô trống nghĩa là không có số liệu, không phải là số 0.
  - Ngày ghi năm-tháng-ngày, ví dụ {outcome.period.end.isoformat()}. Số lẻ dùng dấu chấm.
  - Có ghi true, không ghi false. Mã của danh mục xem ở lists.csv, mã đơn vị xem ở units.csv.
{rule}

Mở bằng Excel
  Bấm đúp vào tệp .csv thì Excel tự đổi mã số có số 0 ở đầu thành số và mất số 0. Để giữ nguyên:
  vào Dữ liệu (Data) > Từ văn bản/CSV (From Text/CSV), chọn tệp, bấm Chuyển đổi dữ liệu
  (Transform Data), đặt các cột mã là Văn bản (Text). Lần chạy sau giữ nguyên tên tệp và tên cột,
  nên chỉ cần bấm Làm mới (Refresh).
"""
    return f"{BOM}{text}".replace("\n", "\r\n").encode()
