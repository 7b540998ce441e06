"""One raw cell to one typed value, or one refusal."""
