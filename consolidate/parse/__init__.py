"""One raw cell to one typed value, or one refusal."""

from consolidate.parse.columns import ParsedColumn, parse_column, parser_of
from consolidate.parse.context import Context

__all__ = ["Context", "ParsedColumn", "parse_column", "parser_of"]
