"""What a catalog says of a report: as given, as the report says itself, as its body is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gxkit.errors import CatalogError
from gxkit.folder import catalog
from gxkit.folder.bodies import BODIES, CODE, DEPARTMENT, Bodies, Body, level_of
from gxkit.folder.names import full_name, is_abbreviated, may_be, near_names
from gxkit.report import Report
from gxkit.text import Sentence

_NEEDED = ("agency", "code", "level", "year")
"""facts without which a report cannot take its place in the panel"""
_DAYS = ("published", "accessed")
# The regulation is of 2007 and in force since May 2008; some cities reported years before it.
_FIRST_YEAR = 2003


def check_given(facts: Mapping[str, Any]) -> None:
    """Refuse facts that no catalog has, and those that cannot be, before any file is read."""
    legal = catalog.FACTS
    unknown = [name for name in facts if name not in legal]
    if unknown:
        raise CatalogError(
            f"目录中没有 {', '.join(unknown)} 这一项；可用的有 {', '.join(legal)}。",
            f"{', '.join(unknown)} is no fact of a catalog; expected {', '.join(legal)}.",
        )
    code = facts.get("code")
    if code and not CODE.fullmatch(str(code)):
        raise CatalogError(
            f"code 写的是 {code!r}；应为 GB/T 2260 的六位行政区划代码，例如 320813。",
            f"code is {code!r}; expected the six digits of GB/T 2260, for example 320813.",
        )
    for name in _DAYS:
        said = facts.get(name)
        if said:
            _check_day(name, str(said))
    year = facts.get("year")
    if year is not None and year not in range(_FIRST_YEAR, date.today().year + 1):
        raise CatalogError(
            f"year 写的是 {year!r}；应为报告所属的年份，从 {_FIRST_YEAR} 到 {date.today().year}。",
            f"year is {year!r}; expected the year reported on, from {_FIRST_YEAR} to "
            f"{date.today().year}.",
        )


def _check_day(name: str, said: str) -> None:
    try:
        date.fromisoformat(said)
    except ValueError:
        raise CatalogError(
            f"{name} 写的是 {said!r}；应为日期，例如 2024-01-31。",
            f"{name} is {said!r}; expected a day, for example 2024-01-31.",
        ) from None


def settle_facts(
    report: Report,
    entries: Iterable[catalog.Entry],
    bodies: Bodies,
    given: Mapping[str, Any],
) -> dict[str, Any]:
    """The catalog's facts of a report.

    CatalogError names what nobody knows, and what is given against what the report says of itself.
    """
    # A fact that was given empty must not wipe out what the report says of itself.
    said = {name: fact for name, fact in given.items() if fact not in (None, "")}
    meta = report.meta
    name = str(said.get("agency") or meta.agency)
    year = said.get("year", meta.year)
    body = bodies.find(name, str(said.get("code", "")), year) if name else None
    _check_own_word(report, body, bodies, said)
    last = _last_entry(body, entries)
    known = {
        "agency": body.name if body else name,
        "agency_en": (body and body.name_en) or (last and last.agency_en) or "",
        "code": body.code if body else "",
        "level": (body and body.level) or (last and last.level) or "",
        "scope": last.scope if last else meta.scope or "body",
        "year": meta.year,
        "title": meta.title,
        "published": meta.published,
    }
    settled = dict.fromkeys(catalog.FACTS, "") | known | said
    settled["agency"] = known["agency"]
    settled["level"] = settled["level"] or level_of(name, str(settled["code"]))
    if body is None:
        _demand(report, settled, bodies, said)
        _refuse_code_of_another(report, settled, bodies, said)
    return settled


def _last_entry(body: Body | None, entries: Iterable[catalog.Entry]) -> catalog.Entry | None:
    """The latest line of a body."""
    if body is None:
        return None
    wanted = full_name(body.name)
    own = [entry for entry in entries if full_name(entry.agency) == wanted]
    return max(own, key=lambda entry: entry.year, default=None)


def _check_own_word(
    report: Report,
    body: Body | None,
    bodies: Bodies,
    said: Mapping[str, Any],
) -> None:
    """Refuse a year or a body that the report contradicts, unless a note says why."""
    # Filed under another year or body, its figures would be quoted as theirs.
    if said.get("note"):
        return
    meta = report.meta
    year = said.get("year", meta.year)
    if meta.year and year != meta.year:
        raise CatalogError(
            f"{report.source}：报告自称是 {meta.year} 年的，而给出的年份是 {year}；请不要给年份，"
            "或在备注（note=…）中说明报告为什么写错。",
            f"{report.source}: says that it is of {meta.year}, and {year} was given; leave the "
            "year out, or say in a note why the report is wrong (note=…).",
        )
    own = bodies.named(meta.agency) if meta.agency else []
    if own and body not in own and said.get("agency"):
        raise CatalogError(
            f"{report.source}：报告自称机关是 {meta.agency}，即 {own[0]}，而给出的是 "
            f"{said['agency']}；请不要给机关名称，或在备注（note=…）中说明原因。",
            f"{report.source}: calls its body {meta.agency}, which is {own[0]}, and "
            f"{said['agency']} was given; leave the agency out, or say in a note why (note=…).",
        )
    if not own:
        _refuse_stranger(report, str(said.get("agency", "")))


def _refuse_stranger(report: Report, given: str) -> None:
    """Refuse a name to which that of the report, which nobody knows, has no likeness."""
    own = report.meta.agency
    # 晋江市科技局 may well be the 科学技术局; a page of 洪泽区人民政府 is of no bureau
    if not own or not given or may_be(own, given) or near_names(own, [given]):
        return
    raise CatalogError(
        f"{report.source}：报告自称机关是 {own}，而给出的是 {given}；请不要给机关名称，或在备注"
        "（note=…，命令行中写 --note）中说明原因。",
        f"{report.source}: calls its body {own}, and {given} was given; leave the agency out, or "
        "say in a note why (note=…, in a shell --note).",
    )


def _demand(
    report: Report,
    facts: Mapping[str, Any],
    bodies: Bodies,
    said: Mapping[str, Any],
) -> None:
    """Refuse facts with holes in them: guessed ones would put the report into another series."""
    absent = [name for name in _NEEDED if not facts[name]]
    agency = str(facts["agency"])
    if absent:
        raise CatalogError(
            f"{report.source}：没有给出{agency or '该机关'}的 {', '.join(absent)}，报告中没有写，"
            f"{catalog.CATALOG} 和 {BODIES} 中也没有；请补上，例如 {absent[0]}=…（命令行中写 --"
            f"{absent[0]} …）。{_say_code(absent).zh}{_say_near(bodies.near(agency)).zh}",
            f"{report.source}: {', '.join(absent)} of {agency or 'its body'} is neither given nor "
            f"said by the report, nor known from {catalog.CATALOG} or {BODIES}; give it, for "
            f"example {absent[0]}=… (in a shell --{absent[0]} …).{_say_code(absent)}"
            f"{_say_near(bodies.near(agency))}",
        )
    # Under two names a body would have two series, each with years missing.
    if not said.get("agency") and not bodies.named(agency):
        near = bodies.of_code(facts["code"])
        doubtful = [body for body in near if is_abbreviated(agency, body.name)]
        if doubtful:
            raise CatalogError(
                f"{report.source}：报告自称机关是 {agency}，而代码 {facts['code']} 下没有以此为"
                "全称的"
                f"机关；如果是新的机关，请写明 agency={agency}（命令行中写 --agency）。"
                f"{_say_near(doubtful).zh}",
                f"{report.source}: calls its body {agency}, which no body of code {facts['code']} "
                f"has for its full name; if it is a new body, say agency={agency} (in a shell "
                f"--agency)."
                f"{_say_near(doubtful)}",
            )


def _refuse_code_of_another(
    report: Report,
    facts: Mapping[str, Any],
    bodies: Bodies,
    said: Mapping[str, Any],
) -> None:
    """Ask about a code that is another body's: a division has one government."""
    # Departments of a division share its code; 淮安市 under that of its district does not.
    if said.get("agency") or facts["level"] == DEPARTMENT:
        return
    holders = [body for body in bodies.of_code(facts["code"]) if body.was_there_in(facts["year"])]
    level = facts["level"]
    own = [body for body in holders if level == (body.level or level_of(body.name, body.code))]
    if own:
        raise CatalogError(
            f"{report.source}：报告自称机关是 {facts['agency']}，而代码 {facts['code']} 属于 "
            f"{own[0].name}；请给出 {facts['agency']} 的代码，如果两者确实同用此代码，请写明 agenc"
            f"y={facts['agency']}（命令行中写 --agency）。",
            f"{report.source}: calls its body {facts['agency']}, and the code {facts['code']} is "
            f"that of {own[0].name}; give the code of {facts['agency']}, or, if both have this "
            f"one, say agency={facts['agency']} (in a shell --agency).",
        )


def _say_code(absent: Iterable[str]) -> Sentence:
    if "code" not in absent:
        return Sentence.same("")
    return Sentence(
        "代码是行政区划代码（GB/T 2260）的六位数字，例如 320813；统计局和民政部公布有代码表。",
        " The code is the six digits of its division in GB/T 2260, as 320813; the statistics "
        "bureau and the ministry of civil affairs list them (行政区划代码).",
    )


def _say_near(bodies: Iterable[Body]) -> Sentence:
    listed = ", ".join(map(str, bodies))
    if not listed:
        return Sentence.same("")
    return Sentence(
        f"名称相近的已知机关：{listed}；如果就是其中之一，请用 agency=… 写明（命令行中写 --agenc"
        "y …），"
        f"或在 {BODIES} 中给它加上这个别名。",
        f" Known by names like it: {listed}; if it is one of them, say so with agency=… (in "
        f"a shell --agency …), or give it this further name in {BODIES}.",
    )
