"""What can be done to a document: each mutation by its name, with the formats that can show it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from .drafts import Draft
from .texts import SHAPES

PAGE, WORD, PDF, TYPST = "html", "docx", "pdf", "typst"
TEXTS = tuple(SHAPES)
LIKE_PAGES = (PAGE, WORD)
PRINTED = (PDF, TYPST)
EASY = ("tabs", "cells", "aligned", "markdown", "one line")
HARD = tuple(shape for shape in SHAPES if shape not in EASY)
"""shapes of text that are a difficulty of their own: each is a mutation, and rare elsewhere"""
ALL = (PAGE, WORD, *TEXTS, *PRINTED)
SPREAD = (PAGE, WORD, "tabs", "csv", "drawn", "markdown", *PRINTED)
"""the formats in which a column of figures is a column"""

Change = Callable[[Draft, random.Random], Draft | None]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mutation; `change` gives None for a draft that it cannot be done to."""

    name: str
    formats: tuple[str, ...]
    change: Change
    editions: tuple[str, ...] = ()


MUTATIONS: dict[str, Mutation] = {}


def mutation(
    name: str,
    formats: tuple[str, ...] = ALL,
    editions: tuple[str, ...] = (),
) -> Callable[[Change], Change]:
    """Puts a change among the mutations."""

    def register(change: Change) -> Change:
        MUTATIONS[name] = Mutation(name, formats, change, editions)
        return change

    return register


def leave_alone(draft: Draft, rng: random.Random) -> Draft:
    """Nothing: what is flagged here is flagged for nothing."""
    return draft


mutation("untouched", tuple(form for form in ALL if form not in HARD))(leave_alone)
for _shape in HARD:
    mutation(f"text in a shape: {_shape}", (_shape,))(leave_alone)
