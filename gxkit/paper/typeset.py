"""The study as PDF: its blocks as Typst source, set with the packaged Noto fonts and no others."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from gxkit.paper.blocks import Block, Paper, Span
from gxkit.paper.template import TemplateError


def _string(text: str) -> str:
    """A Typst string: nothing in it is markup."""
    return json.dumps(text, ensure_ascii=False)


def _content(spans: Iterable[Span]) -> str:
    made = []
    for span in spans:
        said = _string(span.text)
        made.append(
            {
                "text": f"#{said}",
                "strong": f"#strong({said})",
                "cite": f"#super({said})",
                "see": f"#{said}",
            }[span.kind]
        )
    return "[" + "".join(made) + "]"


def _block(block: Block, pictures: Mapping[str, str]) -> str:
    words = _content(block.spans)
    if block.kind == "heading":
        return f"#section({block.level}, {_string(block.number)}, {words})"
    if block.kind == "paragraph":
        return f"#prose({words})"
    if block.kind == "item":
        return f"#point({words})"
    if block.kind == "reference":
        return f"#reference({_string(block.number)}, {words})"
    if block.kind == "abstract":
        return f"#abstract({_string(block.label)}, ({', '.join(map(_content, block.paragraphs))},))"
    if block.kind == "figure":
        return (
            f"#picture({_string(pictures[block.key])}, {_string(block.number)}, {words}, "
            f"{_content(block.note)}, {_string(block.plain)})"
        )
    align = {"l": "left", "r": "right", "c": "center"}
    head, *rows = block.rows
    cells = ", ".join(_content(cell) for row in rows for cell in row)
    return (
        f"#listing({_string(block.number)}, {words}, ({', '.join(align[a] for a in block.align)},), "
        f"({', '.join(map(_content, head))},), ({cells},), {_content(block.note)})"
    )


def to_typst(paper: Paper, layout: str, pictures: Mapping[str, str]) -> str:
    """The paper as Typst source behind a layout; `pictures` are file names by figure."""
    front = ", ".join(f"{name}: {_string(text)}" for name, text in paper.front.items())
    body = "\n".join(_block(block, pictures) for block in paper.blocks)
    return f"{layout}\n#show: paper.with({front})\n{body}\n"


def write_pdf(paper: Paper, layout: str, pictures: Mapping[str, Path], day: str) -> bytes:
    """The PDF, dated `day` (an ISO date): the same paper gives the same bytes. TemplateError if Typst refuses it."""
    names = {key: f"{key}{path.suffix}" for key, path in pictures.items()}
    stamp = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) if day else 0
    fonts = sorted(
        {
            str(Path(p).parent)
            for p in (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path())
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        for key, path in pictures.items():
            (Path(folder) / names[key]).write_bytes(path.read_bytes())
        source = Path(folder) / "study.typ"
        source.write_text(to_typst(paper, layout, names), "utf-8")
        try:
            compiler = typst.Compiler(
                str(source), root=folder, font_paths=fonts, ignore_system_fonts=True
            )
            made = compiler.compile(format="pdf", timestamp=stamp)
        except typst.TypstError as reason:
            raise TemplateError(f"Typst could not set the study: {reason}") from reason
    if not isinstance(made, bytes):
        raise TemplateError("Typst gave no single file for the study.")
    return made
