"""A PDF read a second time: by a look at its pages as they are drawn (`looking`; where it looks is
in `places`, what that says of a cell in `sights`), or by another engine that finds rules and
characters for itself (`engines`). Which, and when, is said in `confirming`.
"""
