"""What happens to a good return on its way back, and what must come of it.

`good.py` has the return; each module of damages has one function a kind, named and worded by
`@damage`. `test_damage.py` does them all; `docs/do-ben.md` is the score.
"""
