"""Typesets the facsimiles of data/reports from the transcriptions and the statutory forms.

outline    what a report is and says: facts, own sentences, the wordings in which its original
           differs from the form
boxes      a table's boxes: where they stand, and the heads of the official forms
layout     a statutory table laid out cell by cell, as its notice prints it
page       HTML
word       .docx
office     .doc and PDF, made from the .docx by LibreOffice
dump       text dumps, with the damage that each original has
"""
