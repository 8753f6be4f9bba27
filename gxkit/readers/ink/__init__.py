"""What readers of pictures share: ink in pieces (`pieces`), and a small net that tells which digit
a piece is (`net`). Nothing is imported here, so that a reader costs what it uses.
"""
