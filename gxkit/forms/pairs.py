"""What is said of pairs of editions, looked up: the more particular statement goes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from gxkit.errors import FormError
from gxkit.forms.form import Comparability, Form, Pair

# the two that are compared, and the concept (None: all)
_Subject = tuple[frozenset[str], str | None]


def group_families(forms: Iterable[Form]) -> dict[str, tuple[str, ...]]:
    """The editions of each family, both in the order of the forms."""
    families: dict[str, list[str]] = {}
    for form in forms:
        families.setdefault(form.family, []).append(form.id)
    return {family: tuple(editions) for family, editions in families.items()}


class Said:
    """The statements about pairs of editions or families, none of them contradicting another.

    FormError, with file and line, for a pair with an unknown edition, one said twice, or one that
    compares what one of the two does not ask for.
    """

    def __init__(self, forms: Mapping[str, Form], pairs: Iterable[Pair]) -> None:
        self.forms = forms
        self.families = group_families(forms.values())
        self._pairs: dict[_Subject, Pair] = {}
        self._compared: set[frozenset[str]] = set()
        self._check_families()
        for pair in pairs:
            self._check_names(pair)
            self._add(pair)

    def _check_families(self) -> None:
        for family, editions in self.families.items():
            namesake = self.forms.get(family)
            # a pair that names it could mean the family or the edition of another
            if namesake is not None and namesake.family != family:
                source = self.forms[editions[0]].source
                raise FormError(
                    f"{source}: the family {family!r} has the id of an edition of the family "
                    f"{namesake.family!r}; give it another."
                )

    def _check_names(self, pair: Pair) -> None:
        for name in (pair.one, pair.other):
            if not self.editions(name):
                known = ", ".join(dict.fromkeys([*self.families, *self.forms]))
                raise FormError(
                    f"{pair.at}: the pair names {name!r}, which is neither an edition nor a "
                    f"family; known: {known}."
                )

    def _add(self, pair: Pair) -> None:
        ends = frozenset((pair.one, pair.other))
        if pair.kind is not Comparability.NONE:
            self._compared.add(ends)
        for concept in pair.concepts or (None,):
            if concept is not None:
                self._check_cells(pair, concept)
            # the order of the two means nothing, and two statements could differ
            other = self._pairs.setdefault((ends, concept), pair)
            if other is not pair:
                about = concept or "all concepts"
                raise FormError(
                    f"{pair.at}: {pair.one} and {pair.other} are compared twice for {about}; the "
                    f"other statement is in {other.at}."
                )

    def _check_cells(self, pair: Pair, concept: str) -> None:
        """FormError if a concept is to compare that one of the two does not ask for."""
        if pair.kind is Comparability.NONE:
            return
        for name in (pair.one, pair.other):
            if not self.asks(name, concept):
                raise FormError(
                    f"{pair.at}: the pair says {pair.kind} of {concept}, for which {name} has no "
                    "cell; leave the concept out, or give its cells in [concepts]."
                )

    def editions(self, name: str) -> tuple[str, ...]:
        """The editions that an id of an edition or a family stands for; none if it is neither."""
        # a family of one edition has its id: the two are the same then
        if name in self.forms:
            return (name,)
        return self.families.get(name, ())

    def asks(self, name: str, concept: str) -> bool:
        """Whether an edition, or any of a family, has cells of a concept."""
        forms = [self.forms[edition] for edition in self.editions(name)]
        return any(concept in form.concepts for form in forms)

    def family(self, name: str) -> str:
        """The family of an edition, or the family itself; FormError if it is neither."""
        if name in self.forms:
            return self.forms[name].family
        if name in self.families:
            return name
        known = ", ".join(self.forms)
        raise FormError(f"There is no edition {name!r}; the editions are {known}.")

    def _names(self, name: str) -> tuple[str, ...]:
        """An edition and its family, by which a pair may name it, the former first."""
        family = self.family(name)
        return (name,) if name == family else (name, family)

    def _statements(
        self,
        concept: str,
        one: str,
        other: str,
    ) -> Iterator[Pair | None]:
        for ends in product(self._names(one), self._names(other)):
            both = frozenset(ends)
            yield self._pairs.get((both, concept))
            yield self._pairs.get((both, None))

    def has_common_ground(self, one: str, other: str) -> bool:
        """Whether two editions are of one family, or anything in them is said to compare."""
        if self.family(one) == self.family(other):
            return True
        named = product(self._names(one), self._names(other))
        return any(frozenset(ends) in self._compared for ends in named)

    def pair(
        self,
        concept: str,
        one: str,
        other: str,
    ) -> Pair | None:
        """What is said of a concept in two editions or families; None where nothing is.

        What is said of editions goes before what is said of their families, and what is said of
        the concept before what is said of all.
        """
        said = self._statements(concept, one, other)
        return next(filter(None, said), None)
