"""What editions, rules, states and decisions are called in a figure or table.

The names are those of the forms and of the report; a name that nobody knows stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gxkit.charts.words import WORDS, word
from gxkit.document import Where
from gxkit.forms import all_forms
from gxkit.forms.crosswalk import crosswalk
from gxkit.forms.registry import rule_words
from gxkit.report import Decided, FindingKind
from gxkit.text import Named

# a part of a place in the words of the panel, which are those of `str(Where)`
PLACE = re.compile(r"(page|table|row|column|line|characters) (\d+)(?:-(\d+))?")
INNER_FILE = re.compile(r"file “(.*?)”, ")


def edition_name(edition: str, language: str) -> str:
    """The short name of an edition."""
    form = all_forms().get(edition)
    return form.short(language) if form else edition


def edition_names(editions: Iterable[str], language: str) -> list[str]:
    """The short names of editions, each once, in the order of time; those nobody knows last."""
    known = list(all_forms())
    rest = sorted(set(editions))
    own = [edition for edition in known if edition in rest]
    own += [edition for edition in rest if edition not in known]
    return [edition_name(edition, language) for edition in own]


def family_of(edition: str) -> str:
    """The family of an edition; the edition itself if nobody knows it."""
    return crosswalk().family(edition) if edition in all_forms() else edition


def family_name(family: str, language: str) -> str:
    """The name of a family of editions."""
    walk = crosswalk()
    return walk.family_name(family, language) if family in walk.families else family


def words_of_rule(rule: str, language: str) -> str:
    """What a rule says in the forms that state it, '' if none does."""
    said = rule_words().get(rule)
    return said.say(language) if said else ""


def state_name(state: str, language: str) -> str:
    """How a rule stands in a report: a kind of finding, or a word for having found nothing."""
    return (
        word(state, language)
        if state in WORDS
        else named(
            FindingKind,
            state,
            language,
        )
    )


def named(
    kinds: type[Named],
    value: str,
    language: str,
) -> str:
    """The name of one of a set of values; another value stands as it is.

    >>> named(FindingKind, "fails", "zh"), named(FindingKind, "sleeps", "zh")
    ('不成立', 'sleeps')
    """
    return kinds(value).say(language) if value in list(kinds) else value


def decision_name(decision: str, language: str) -> str:
    """What a person decided, in words."""
    return named(
        Decided,
        decision,
        language,
    )


def place_name(place: str, language: str) -> str:
    """A place as the panel has it, in the reader's language.

    >>> place_name("page 4, table 2, row 7, column 3", "zh")
    '第4页表2第7行第3列'
    >>> place_name("file “page 1.docx”, table 2, row 7", "zh")
    '文件“page 1.docx”表2第7行'
    """
    known: dict[str, Any] = {}
    inner = INNER_FILE.match(place)
    if inner:
        known["file"] = inner[1]
        place = place[inner.end() :]
    for part, first, last in PLACE.findall(place):
        if part == "characters":
            known |= {"start": int(first), "end": int(last)}
        else:
            known[part] = int(first)
    return Where(**known).say(language)
