"""All mutations, gathered: who imports MUTATIONS from here has them all."""

from __future__ import annotations

from . import (
    in_a_cell,
    on_a_page,
    title_layouts,
    titles,
    which_column,
    which_row,
    which_table,
    which_year,
)
from .mutations import HARD, MUTATIONS, PRINTED, Mutation

ROOMS = (
    which_table,
    which_year,
    which_column,
    which_row,
    in_a_cell,
    on_a_page,
    titles,
    title_layouts,
)
__all__ = ["HARD", "MUTATIONS", "PRINTED", "ROOMS", "Mutation"]
