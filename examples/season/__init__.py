"""The seasons of examples/: invented units at work, typed into the product's own templates.

`data/<period>/` says what each unit typed, one file a sheet, under the heads that stand in the
template. Run `python -m examples.season` to type it all again.
"""
