"""The statutory forms: blank tables as data, with the arithmetic they state about themselves.

One TOML file an edition, in the package, in `forms/` of a data folder, or registered with
`register(path)`: a new edition, or another province's table, is a new file and no new code; an old
one is never edited. The forms know neither files of reports nor data frames.
"""

from __future__ import annotations

from gxkit.forms.form import Column, Comparability, Form, Pair, Row, Rule, Slot, Table
from gxkit.forms.known import KnownEdition, known_editions
from gxkit.forms.registry import (
    FOLDER,
    all_forms,
    change_registered,
    find_form,
    forget,
    per_form_set,
    read_form,
    register,
    register_all,
    register_folder,
    register_texts,
    registered_texts,
    rule_words,
    shipped_forms,
)
from gxkit.text import Key, Number

__all__ = [
    "FOLDER",
    "Column",
    "Comparability",
    "Form",
    "Key",
    "KnownEdition",
    "Number",
    "Pair",
    "Row",
    "Rule",
    "Slot",
    "Table",
    "all_forms",
    "change_registered",
    "find_form",
    "forget",
    "known_editions",
    "per_form_set",
    "read_form",
    "register",
    "register_all",
    "register_folder",
    "register_texts",
    "registered_texts",
    "rule_words",
    "shipped_forms",
]
