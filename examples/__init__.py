"""Examples: a season of returned workbooks, with its builder."""
