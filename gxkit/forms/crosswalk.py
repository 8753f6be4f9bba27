"""Concepts across editions: which cells carry one thing in each form, and where a series breaks.

The cells stand in the editions, what compares is said for pairs of them: in concepts.toml for the
shipped families, in an edition's own TOML for what a user adds. Nothing said is `none`; nothing is
concluded over a third edition (that 2019 compares with 2021 and 2021 with a later form says
nothing of 2019 and the later one). Comparability follows the notices themselves: 国办公开办函
〔2019〕60号, 国办公开办函〔2021〕30号 and the yearly notices of Fujian's provincial office.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gxkit.errors import FormError
from gxkit.forms.concepts import concepts
from gxkit.forms.form import STILL_IN_USE, Comparability, Form, Pair
from gxkit.forms.pairs import Said
from gxkit.forms.registry import all_forms, per_form_set, said_of
from gxkit.text import Key, choose

# edition, table, row, column
Cell = tuple[str, str, str, str]

__all__ = [
    "Cell",
    "Comparability",
    "Concept",
    "Crosswalk",
    "Key",
    "Pair",
    "concept_of_cells",
    "crosswalk",
    "find_concept",
]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that several editions count.

    `cells` maps an edition that asks for it to the cells whose sum it is.
    """

    id: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    unit: str
    cells: Mapping[str, tuple[Key, ...]]

    def name(self, language: str) -> str:
        return choose(self.zh, self.en, language)


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """All concepts by id, the families of editions by their first year, and what is said of both.

    Wherever an edition is asked for, the id of a family stands for all of its editions.
    """

    forms: Mapping[str, Form]
    families: Mapping[str, tuple[str, ...]]
    concepts: Mapping[str, Concept]
    said: Said

    def family(self, edition: str) -> str:
        """The family of an edition; FormError, listing the known ones, for an unknown edition."""
        return self.said.family(edition)

    def family_name(self, family: str, language: str) -> str:
        """A family in Chinese or English, as its first edition that names it has it."""
        editions = [self.forms[edition] for edition in self.said.editions(family)]
        for form in editions:
            if name := form.family_name(language):
                return name
        # a family of one edition is that edition; several have nothing in common but their id
        only = editions[0] if len(editions) == 1 else None
        return only.short(language) if only else family

    def relatives(self, editions: Iterable[str]) -> tuple[str, ...]:
        """All editions of the families of some; all there are, if there are none to ask about."""
        families = {self.family(edition) for edition in editions}
        forms = self.forms.values()
        own = tuple(form.id for form in forms if form.family in families)
        return own or tuple(self.forms)

    def pair(
        self,
        concept: Concept,
        one: str,
        other: str,
    ) -> Pair | None:
        """What is said of a concept in two editions; None where nothing is."""
        return self.said.pair(concept.id, one, other)

    def comparability(
        self,
        concept: Concept,
        one: str,
        other: str,
    ) -> Comparability:
        """How the figures of two editions compare, whichever came first.

        `comparable` for one and the same edition or family unless a pair says otherwise, `none`
        where one of the two does not ask for the concept or nothing is said.
        """
        if one == other:
            return Comparability.COMPARABLE
        said = self.pair(concept, one, other)
        if said is None:
            related = self.family(one) == self.family(other)
            return Comparability.COMPARABLE if related else Comparability.NONE
        # "all" speaks of those concepts that both have
        if not self.said.asks(one, concept.id) or not self.said.asks(other, concept.id):
            return Comparability.NONE
        return said.kind

    def newest(
        self,
        asked: Sequence[Concept],
        edition: str,
        others: Collection[str],
    ) -> str:
        """Which of `others` an edition is to be compared with: the newest that it has to do with.

        That is the newest later one that it is said to compare with, or, where nothing is said of
        any, the newest that came into use when it had ended, or the newest of its own family. An
        edition in use at the same time, as another province's, is left alone.
        """
        in_time = [known for known in self.forms if known in others]
        related = [other for other in in_time if self._is_related(asked, edition, other)]
        # an older form says nothing about what the newest asks for
        said = [other for other in related if self._follows(other, edition)]
        later = [other for other in in_time if self._replaces(other, edition)]
        for found in (said, later, related):
            if found:
                return found[-1]
        return edition

    def _is_related(
        self,
        asked: Sequence[Concept],
        edition: str,
        other: str,
    ) -> bool:
        if self.family(edition) == self.family(other):
            return True
        return any(self.pair(concept, edition, other) for concept in asked)

    def _ends(self, edition: str) -> int:
        """The last year of an edition's family."""
        relatives = self.families[self.family(edition)]
        return max(self.forms[relative].in_force[1] for relative in relatives)

    def _begins(self, edition: str) -> int:
        return self.forms[edition].in_force[0]

    def _replaces(self, other: str, edition: str) -> bool:
        """Whether an edition came into use after the other's family had ended."""
        return self._begins(other) > self._ends(edition)

    def _follows(self, other: str, edition: str) -> bool:
        """Whether it came later; of a form still in use only the beginning can tell."""
        if self._ends(edition) < STILL_IN_USE:
            return self._replaces(other, edition)
        return self._begins(other) > self._begins(edition)


@per_form_set
def crosswalk() -> Crosswalk:
    """The crosswalk of all editions."""
    forms = all_forms()
    made: dict[str, Concept] = {}
    for one in concepts().definitions.values():
        made[one.id] = Concept(
            id=one.id,
            zh=one.zh,
            en=one.en,
            definition_zh=one.definition_zh,
            definition_en=one.definition_en,
            unit=one.unit,
            cells=_cells_of(one.id),
        )
    said = said_of(forms)
    return Crosswalk(forms, said.families, made, said)


def _cells_of(concept: str) -> dict[str, tuple[Key, ...]]:
    """The cells of a concept by edition, in the order of the editions."""
    asking = [form for form in all_forms().values() if concept in form.concepts]
    return {form.id: form.concepts[concept] for form in asking}


def find_concept(concept_id: str) -> Concept:
    """The concept of that id; FormError, listing the known ones, if there is none."""
    known = crosswalk().concepts
    if concept_id not in known:
        listed = ", ".join(known)
        raise FormError(
            f"没有概念 {concept_id!r}；概念有 {listed}。",
            f"There is no concept {concept_id!r}; the concepts are {listed}.",
        )
    return known[concept_id]


@per_form_set
def concept_of_cells() -> Mapping[Cell, str]:
    """(edition, table, row, column) -> the concept that is this one cell."""
    claimed: dict[Cell, str] = {}
    for concept in crosswalk().concepts.values():
        for edition, cells in concept.cells.items():
            # a cell that is a part of a sum is no concept by itself
            if len(cells) == 1:
                claimed[(edition, *cells[0])] = concept.id
    return claimed
