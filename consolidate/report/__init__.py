"""The consolidated workbook: every target with its achievement, every figure with its rows."""

from consolidate.report.book import file_name, write

__all__ = ["file_name", "write"]
