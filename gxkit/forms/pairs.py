"""What is said of pairs of editions, looked up: the more particular statement goes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from gxkit.errors import FormError
from gxkit.forms.form import Comparability, Form, Pair

_Ends = frozenset[str]


class Said:
    """The statements about pairs of editions or families, none of them contradicting another.

    FormError, with file and line, for a pair with an unknown edition, one said twice, or one that
    compares what one of the two does not ask for.
    """

    def __init__(self, forms: Mapping[str, Form], pairs: Iterable[Pair]) -> None:
        self.forms = forms
        self.families: dict[str, tuple[str, ...]] = {}
        for form in forms.values():
            self.families[form.family] = (*self.families.get(form.family, ()), form.id)
        self._check_families()
        self._pairs: dict[tuple[_Ends, str | None], Pair] = {}
        for pair in pairs:
            self._add(pair)

    def _check_families(self) -> None:
        for family, editions in self.families.items():
            # A family with the id of another family's edition: a pair could mean either.
            if family in self.forms and self.forms[family].family != family:
                raise FormError(
                    f"{self.forms[editions[0]].source}: the family {family!r} has the id of an "
                    f"edition of the family {self.forms[family].family!r}; give it another."
                )

    def _add(self, pair: Pair) -> None:
        for name in (pair.one, pair.other):
            if name not in self.forms and name not in self.families:
                known = ", ".join(dict.fromkeys((*self.families, *self.forms)))
                raise FormError(
                    f"{pair.at}: the pair names {name!r}, which is neither an edition nor a "
                    f"family; known: {known}."
                )
        ends = frozenset((pair.one, pair.other))
        for concept in pair.concepts or (None,):
            if concept is not None and pair.kind is not Comparability.NONE:
                self._check_cells(pair, concept)
            other = self._pairs.setdefault((ends, concept), pair)
            if other is not pair:
                raise FormError(
                    f"{pair.at}: {pair.one} and {pair.other} are compared twice for "
                    f"{concept or 'all concepts'}; the other statement is in {other.at}."
                )

    def _check_cells(self, pair: Pair, concept: str) -> None:
        for name in (pair.one, pair.other):
            if not self.asks(name, concept):
                raise FormError(
                    f"{pair.at}: the pair says {pair.kind} of {concept}, for which {name} has no "
                    "cell; leave the concept out, or give its cells in [concepts]."
                )

    def editions(self, name: str) -> tuple[str, ...]:
        """The editions that an id of an edition or family stands for."""
        return (name,) if name in self.forms else self.families.get(name, ())

    def asks(self, name: str, concept: str) -> bool:
        """Whether an edition, or any of a family, has cells of a concept."""
        return any(concept in self.forms[e].concepts for e in self.editions(name))

    def family(self, name: str) -> str:
        """The family of an edition, or the family itself."""
        if name in self.forms:
            return self.forms[name].family
        if name in self.families:
            return name
        raise FormError(f"There is no edition {name!r}; the editions are {', '.join(self.forms)}.")

    def _names(self, name: str) -> tuple[str, ...]:
        """An edition and its family, by which a pair may name it."""
        return tuple(dict.fromkeys((name, self.family(name))))

    def _statements(self, concept: str, one: str, other: str) -> Iterator[Pair]:
        """What is said of the two, the most particular first: editions, then their families."""
        for own, others in product(self._names(one), self._names(other)):
            for about in (concept, None):
                found = self._pairs.get((frozenset((own, others)), about))
                if found is not None:
                    yield found

    def pair(self, concept: str, one: str, other: str) -> Pair | None:
        """What is said of a concept in two editions or families; None where nothing is."""
        return next(self._statements(concept, one, other), None)
