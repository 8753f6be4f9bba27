"""What a study says of the files of its figures: their names, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from gxkit.errors import NothingToDraw
from gxkit.paper.blocks import Block, Paper, Span, Spans, change_spans
from gxkit.text import Sentence

_LEFT_OUT = Sentence(
    "{label}（{caption}）从略：{reason}",
    "{label} ({caption}) is left out: {reason}",
)


def leave_out(paper: Paper, reasons: Mapping[str, NothingToDraw]) -> Paper:
    """The paper with a paragraph in place of each figure that is left out; `reasons` are by key.

    The others keep their numbers. What names such a figure in the text stays as words and leads
    nowhere.
    """
    # The common case: every figure has something to show.
    if not reasons:
        return paper
    gone = {f"fig:{key}" for key in reasons}
    blocks = [_without(block, reasons, gone, paper.language) for block in paper.blocks]
    return replace(paper, blocks=tuple(blocks))


def name_files(paper: Paper, pictures: Mapping[str, Path]) -> Paper:
    """The paper with the data file of each figure in its caption; the files have other numbers."""
    blocks = [_named(block, pictures) for block in paper.blocks]
    return replace(paper, blocks=tuple(blocks))


def _named(block: Block, pictures: Mapping[str, Path]) -> Block:
    path = pictures.get(block.key)
    # A picture drawn elsewhere may have no data beside it.
    if block.kind != "figure" or path is None or not path.with_suffix(".csv").is_file():
        return block
    span = Span("file", f"  figures/{path.stem}.csv")
    return replace(block, spans=(*block.spans, span))


def _without(
    block: Block,
    reasons: Mapping[str, NothingToDraw],
    gone: set[str],
    language: str,
) -> Block:
    if block.kind == "figure" and block.key in reasons:
        # The number stays in the sentence, for the figures after it keep theirs.
        reason = reasons[block.key].say(language)
        said = _LEFT_OUT.fill(label=block.label, caption=block.plain, reason=reason)
        return Block("paragraph", (Span("text", said.say(language)),))
    return change_spans(block, lambda spans: _unlinked(spans, gone))


def _unlinked(spans: Spans, gone: set[str]) -> Spans:
    """A link to a figure that is not there would stop the typesetter: its words stay."""
    made = []
    for span in spans:
        is_gone = span.target in gone
        made.append(Span("text", span.text) if is_gone else span)
    return tuple(made)
