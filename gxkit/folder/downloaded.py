"""Decisions as plain data, as the page of a review gives them and a browser keeps them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from gxkit.errors import CorrectionError, check_keys
from gxkit.folder.deciding import Step
from gxkit.folder.decisions import Decision, read_decision
from gxkit.output import json_number

MADE, UNDONE = "decisions", "undone"


def decision_object(decision: Decision) -> dict[str, Any]:
    """A decision as plain data; decimals as text, so that no digit is lost."""
    cells = []
    for cell in decision.cells:
        told: dict[str, Any] = {"cell": "/".join(cell.key), "printed": cell.printed}
        if cell.number is not None:
            told["number"] = json_number(cell.number)
        cells.append(told)
    return {
        "report": decision.report,
        "sha256": list(decision.sha256),
        "decision": str(decision.decision),
        "kind": decision.kind,
        "findings": list(decision.findings),
        "cells": cells,
        "reason": decision.reason,
        "evidence": list(decision.evidence),
        "who": decision.who,
        "when": decision.when.isoformat(),
    }


def read_object(
    data: object,
    where: str,
) -> Decision:
    """A decision from plain data; CorrectionError, which begins with `where`, if they are none."""
    if not isinstance(data, dict):
        raise CorrectionError(
            f"{where}：应为一个决定，各项写在花括号中。",
            f"{where}: expected a decision, with its names in braces.",
        )
    made = dict(data)
    try:
        made["when"] = date.fromisoformat(str(made.get("when")))
        cells = made.get("cells", [])
        made["cells"] = [_read_cell(cell) for cell in cells]
    # what is no list of cells at all is told by the reader of decisions
    except (ValueError, TypeError, InvalidOperation) as error:
        raise CorrectionError(
            f"{where}：日期或数字有误（{error}）。",
            f"{where}: a day or a number is not as it should be ({error}).",
        ) from None
    return read_decision(made, where)


def _read_cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(cell)
    if isinstance(made.get("number"), str):
        made["number"] = Decimal(made["number"])
    return made


def read_steps(path: str | os.PathLike[str]) -> list[Step]:
    """What the file of a page says is to be done, one step a decision.

    CorrectionError if it is no such file.
    """
    try:
        data = json.loads(Path(path).read_text("utf-8"))
    except FileNotFoundError:
        raise CorrectionError(
            f"没有文件 {path}；请给出 gxkit review 的页面所下载的文件。",
            f"{path} is not there; name the file that the page of gxkit review gave.",
        ) from None
    except ValueError as error:
        raise CorrectionError(
            f"{path} 不是 UTF-8 的 JSON（{error}）；请给出 gxkit review 的页面所下载的原文件。",
            f"{path} is no JSON in UTF-8 ({error}); name the file that the page of gxkit review "
            "gave, as it was downloaded.",
        ) from None
    if not isinstance(data, dict):
        raise CorrectionError(
            f"{path} 中没有决定；请从页面重新下载。",
            f"{path} holds no decisions; download it from the page once more.",
        )
    check_keys(
        data,
        str(path),
        MADE,
        UNDONE,
        error=CorrectionError,
    )
    steps = []
    # what is taken back makes room for what is decided instead
    for name in (UNDONE, MADE):
        for number, entry in enumerate(data.get(name, ()), 1):
            decision = read_object(entry, f"{path}, {name} {number}")
            is_made = name == MADE
            steps.append(Step(made=(decision,)) if is_made else Step(undone=(decision,)))
    return steps
