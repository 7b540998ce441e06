"""The officer's decisions: questions that the program asks, answers that every later run keeps.

`answers` reads quyet-dinh.xlsx of the previous generation, a run asks `Decisions`, and `book`
writes the next quyet-dinh.xlsx with every entry of the old one.
"""
