"""Bodies of one name told apart: several cities have a district of the same name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from gxkit.folder.collection import Collection
from gxkit.panel.frames import identify


def tell_apart(collection: Collection) -> Collection:
    """The collection with its division code behind each name that bodies of several codes have.

    The same one, with all its frames, if no two bodies share a name.
    """
    known = {report.id: identify(report, collection.facts) for report in collection.reports}
    codes: dict[str, set[str]] = defaultdict(set)
    for who in known.values():
        codes[str(who["agency"])].add(str(who["code"]))
    shared = {name for name, own in codes.items() if len(own) > 1}
    if not shared:
        return collection
    facts = dict(collection.facts)
    for report, who in known.items():
        if who["agency"] in shared:
            facts[report] = {**facts.get(report, {}), **_named(who)}
    made = replace(collection, facts=facts)
    # Which report counts another is told by plain names, and must not change with these.
    vars(made)["inside"] = collection.inside
    return made


def _named(who: dict[str, Any]) -> dict[str, str]:
    """The names of a body with its code; one that is not known stays so."""
    code = who["code"]
    return {name: f"{who[name]}({code})" for name in ("agency", "agency_en") if who[name] and code}


def has_namesake(who: Any) -> bool:
    """Whether a body is told apart from another by its code."""
    return bool(who.code) and str(who.agency).endswith(f"({who.code})")
