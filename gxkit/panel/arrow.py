"""Lines of a frame as an Arrow table, and as a Parquet file: the same lines give the same bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pandas import DataFrame

from gxkit.errors import GxkitError
from gxkit.panel.index import Array
from gxkit.text import Sentence
from gxkit.text.escapes import to_line

if TYPE_CHECKING:
    import pyarrow as pa

_CUT = Sentence(
    "{file}：数据表文件不完整或已损坏（{reason}）；请删除 frames/ 后用 `gxkit build` 重写。",
    "{file}: the frame is cut off or damaged ({reason}); remove frames/ and have `gxkit build` "
    "write it anew.",
)


def write_groups(
    groups: Iterable[pa.Table],
    path: Path,
) -> None:
    """Tables as the row groups of one file; the same lines give the same bytes."""
    import pyarrow.parquet as pq

    encoded = map(encode, groups)
    first = next(encoded)
    with pq.ParquetWriter(
        path,
        first.schema,
        compression="zstd",
    ) as writer:
        for table in chain([first], encoded):
            writer.write_table(table)


def read_table(path: Path) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # The year in the path would be read as a column of another type.
        return pq.read_table(path, partitioning=None)
    except (pa.ArrowException, OSError) as error:
        # what a library says may be several lines
        reason = to_line(str(error))
        raise GxkitError.of(_CUT.fill(file=os.fspath(path), reason=reason)) from error


def join(tables: Sequence[pa.Table]) -> pa.Table:
    import pyarrow as pa

    return pa.concat_tables(tables).unify_dictionaries()


def years_of(table: pa.Table) -> Array:
    """The year of each line, 0 where it is not known."""
    return np.asarray(table["year"].fill_null(0), dtype=int)


def to_table(frame: DataFrame) -> pa.Table:
    """A frame as an Arrow table: text as dictionary columns, for most of it is said many times."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    return encode(table).replace_schema_metadata(None)


def encode(table: pa.Table) -> pa.Table:
    """Text as dictionary columns that hold what is said, in the order of the lines."""
    import pyarrow as pa

    kind = pa.dictionary(pa.int32(), pa.string())
    made = table
    for place, one in enumerate(table.schema):
        if is_text(one.type):
            column = table.column(place).cast(pa.string()).combine_chunks()
            made = made.set_column(
                place,
                pa.field(one.name, kind),
                column.dictionary_encode(),
            )
    return made


def decode(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text as it is, without a dictionary."""
    import pyarrow as pa

    # offsets of 32 bits end at 2 GB of text
    return column.cast(pa.large_string())


def is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    is_coded = pa.types.is_dictionary(kind)
    return bool(is_coded or pa.types.is_string(kind) or pa.types.is_large_string(kind))
