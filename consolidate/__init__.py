"""From returned workbooks to one consolidated workbook in which every figure can be traced."""

__version__ = "0.1.0"
