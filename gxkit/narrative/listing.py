"""Lists of parts in the narrative: their whole, their shares, and whether they claim to be all.

The whole of shares is not always said next to them: it is the figure before the list of which most
of the shares are the share (2 of 37 is 5.4 %). A list without shares has a whole only where it
follows it directly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from gxkit.narrative.parts import (
    LONGEST_GAP,
    Closed,
    PartList,
    Spot,
    are_apart,
    can_be_listed,
    exceeds,
    is_part,
    spot_of,
    spots_of,
    sum_numbers,
    without_nested,
    without_repeated,
)
from gxkit.narrative.phrasebook import Phrasebook, phrasebook
from gxkit.narrative.shares import fit_whole, make_a_hundred
from gxkit.report import Claim, ClaimKind, Number, Report
from gxkit.text import distance, fold

LONGEST_LIST = 600
"""characters of a bracket that lists parts"""
FARTHEST_KINDS = 120
"""characters between 分为10类 and its list"""
LEAD_OF_KINDS = 8
"""characters before 10类 in which 分为 must stand"""
UNITS_OF_KINDS = ("类", "种", "个", "项")
WHOLES = 8
"""how many figures before a list are tried as its whole"""
LEAD_OF_SUM = 14
"""characters before a figure in which 合计 must stand"""
FEWEST_SHARES = 3
"""shares in a list from which on its whole is looked for behind it: one or two fit by chance"""
NEXT = 2
"""how many figures behind a list are tried as its whole"""
FEWEST_KINDS = 3
"""kinds in a list (机构职能类…) from which on it may be that of all"""
NEARLY_ALL = Decimal("0.9")
"""of a whole: kinds that make less leave others out"""
MOST_PARTS = 40
"""figures that are looked at for one list: asked of each in turn, all others took minutes"""
FAR_OFF = Decimal("0.5")
"""of a sum: figures that miss it by more are no parts of it"""
_COUNTING_WORDS = ("总数", "总量", "全部", "数")
"""占申请总数的: what is left without them names what the whole counts"""

_BRACKET = re.compile(r"\([^()]*\)")


class _Share(NamedTuple):
    """The share of a part: which figure it is, and the whole that 占…的 names ('')."""

    place: int
    base: str


class _Lister:
    """Finds the lists among the figures of one report."""

    def __init__(
        self,
        report: Report,
        book: Phrasebook,
        figures: Sequence[Claim],
    ) -> None:
        self.report = report
        self.marks = book.marks
        self.figures = figures
        self.shares = self._find_shares()
        self.share_places = {share.place for share in self.shares.values()}

    def _text(
        self,
        section: int,
        start: int,
        end: int,
    ) -> str:
        text = self.report.sections[section].text
        return fold(text[start:end])

    def _distance(self, one: Claim, other: Claim) -> int:
        return len(self.text_between(one, other))

    def text_between(self, one: Claim, other: Claim) -> str:
        return self._text(one.section, one.span[1], other.span[0])

    def _find_shares(self) -> dict[int, _Share]:
        """For each count that a share follows (2条，占5.4%) its share."""
        shares: dict[int, _Share] = {}
        for place, (one, other) in enumerate(pairwise(self.figures)):
            # percentage points are a change
            if other.kind is not ClaimKind.SHARE or other.unit != "%":
                continue
            if not is_part(one) or other.section != one.section:
                continue
            between = self.text_between(one, other)
            said = self.marks["share_of"].fullmatch(between)
            # 258件予以公开（占33.9%）: what the part counts may stand between it and its share
            said = said or self.marks["share_of_after"].fullmatch(between)
            if said:
                shares[place] = _Share(place + 1, said["base"] or "")
        return shares

    def _share_of(self, place: int) -> Claim | None:
        share = self.shares.get(place)
        return self.figures[share.place] if share else None

    def _share_in(self, run: Sequence[int], place: int) -> Claim | None:
        return self._share_of(place) if place in run else None

    # ---- lists with shares

    def find_with_shares(self) -> Iterator[PartList]:
        """The lists whose parts have shares."""
        for run in self._find_runs():
            yield self._list_with_shares(run)

    def _find_runs(self) -> Iterator[list[int]]:
        """The parts with shares that follow one another in one list."""
        run: list[int] = []
        for place in self.shares:
            if run and not self._continues(run[-1], place):
                yield run
                run = []
            run.append(place)
        if run:
            yield run

    def _continues(self, before: int, place: int) -> bool:
        """Whether a part with a share stands in one list with the one before it."""
        if self.shares[before].base != self.shares[place].base:
            return False
        share = self.figures[self.shares[before].place]
        return self._follows(share, self.figures[place])

    def _follows(self, one: Claim, other: Claim) -> bool:
        """Whether a figure follows another closely, in the same sentence."""
        if one.section != other.section:
            return False
        if other.span[0] - one.span[1] > LONGEST_GAP:
            return False
        return "。" not in self.text_between(one, other)

    def _list_with_shares(self, run: list[int]) -> PartList:
        printed: list[Decimal] = []
        for place in run:
            share = self.figures[self.shares[place].place]
            printed.append(Decimal(share.number or 0))
        whole = self._find_whole(run, printed)
        full = len(run) > 1 and make_a_hundred(printed)
        listed = self._find_followers(run[0])
        # shares that make 100 % leave nothing for a figure without one
        if full or not set(run) <= set(listed):
            listed = run
        parts = [self.figures[place] for place in listed]
        own_shares = [self._share_in(run, place) for place in listed]
        closed = Closed.NO
        if full:
            closed = Closed.SAID
        elif len(parts) > 1 and self._is_rest(parts[-1]):
            closed = Closed.LIKELY
        kinds = self._find_kinds(run[0])
        return PartList(whole, tuple(parts), tuple(own_shares), closed, kinds)

    def _is_rest(self, part: Claim) -> bool:
        """Whether a part is what is left of the whole (其他)."""
        return self.marks["rest"].match(part.counts) is not None

    def _find_whole(self, run: Sequence[int], shares: Sequence[Decimal]) -> Claim | None:
        """The figure before a list that its shares are the share of, None if none can be told."""
        name = self.shares[run[0]].base
        for word in _COUNTING_WORDS:
            name = name.replace(word, "")
        # 占总数的: which total is not said
        if name:
            return self._whole_named(run[0], name)
        found = self._whole_by_shares(run, shares)
        # shares that make 100 % are those of what their parts make together
        if found is None and not (len(run) > 1 and make_a_hundred(shares)):
            found = self._whole_of_list(run[0])
        return found

    def _whole_of_list(self, part: int) -> Claim | None:
        """The figure in whose list (40件，其中…) a part stands."""
        for place in range(part - 1, max(-1, part - 1 - WHOLES), -1):
            whole, first = self.figures[place], place + 1
            if not can_be_listed(whole, self.figures[first]):
                continue
            if self._opens_list(whole) and part in self._find_followers(first):
                fits = (self.figures[part].number or 0) <= (whole.number or 0)
                return whole if fits else None
        return None

    def _whole_named(self, first: int, name: str) -> Claim | None:
        """The figure before a list that counts what 占…的 names (占申请总数的).

        None if several or none do.
        """
        before = filter(is_part, self.figures[:first])
        found = [claim for claim in before if name in claim.counts]
        numbers = {claim.number for claim in found}
        return found[-1] if len(numbers) == 1 else None

    def _whole_by_shares(self, run: Sequence[int], shares: Sequence[Decimal]) -> Claim | None:
        """The figure before a list that most of its shares are the share of."""
        first = run[0]
        parts = [self.figures[place].number or 0 for place in run]
        section = self.figures[first].section
        before = filter(is_part, self.figures[max(0, first - MOST_PARTS) : first])
        near = [claim for claim in before if claim.section == section]
        found = self._fit_best(near[-WHOLES:], parts, shares)
        if found is not None or len(parts) < FEWEST_SHARES:
            return found
        # 自然人270件，占90%；企业24件，占8%。全县收到300件: the whole is told last
        last = self.shares[run[-1]].place + 1
        behind = filter(is_part, self.figures[last : last + NEXT])
        following = [claim for claim in behind if claim.section == section]
        return self._fit_best(following, parts, shares)

    def _fit_best(
        self,
        wholes: Sequence[Claim],
        parts: Sequence[Number],
        shares: Sequence[Decimal],
    ) -> Claim | None:
        """The figure of which most shares are the share, the last one of several."""
        best = (0, False)
        found: Claim | None = None
        for candidate in wholes:
            fit = fit_whole(parts, shares, candidate.number or 0)
            # of two that fit alike the nearer one is meant
            if fit is not None and fit >= best:
                best, found = fit, candidate
        return found

    def _find_followers(self, first: int, shares: bool = True) -> list[int]:
        """The counts of one list from `first` on, shares left out.

        They are parts that only words and list signs divide.
        """
        run = [first]
        start = self.figures[first]
        last = self._end_of_part(first, shares)
        last_place = min(first + MOST_PARTS, len(self.figures))
        for place in range(first + 1, last_place):
            if shares and place in self.share_places:
                continue
            claim = self.figures[place]
            # a figure in another unit ends the list
            listed = is_part(claim) and not are_apart(claim, start)
            if not listed or not self._is_near(last, claim):
                break
            run.append(place)
            last = self._end_of_part(place, shares)
        return run

    def _end_of_part(self, place: int, shares: bool) -> Claim:
        """The figure with which a part ends: its share where it has one."""
        share = self._share_of(place) if shares else None
        return share or self.figures[place]

    def _is_near(self, one: Claim, other: Claim) -> bool:
        if one.section != other.section:
            return False
        between = self.text_between(one, other)
        return "。" not in between and len(between) <= LONGEST_GAP

    def _find_kinds(self, first: int) -> Claim | None:
        """The claim of how many kinds the list that begins at `first` has (分为10类)."""
        start = self.figures[first]
        for claim in reversed(self.figures[:first]):
            if claim.section != start.section:
                return None
            begin, end = claim.span
            # 分为10类 far ahead is of another list
            if start.span[0] - end > FARTHEST_KINDS:
                return None
            # 件 and 条 count the things, not their kinds
            if claim.unit not in UNITS_OF_KINDS or not claim.exact:
                continue
            lead = self._text(claim.section, max(0, begin - LEAD_OF_KINDS), begin)
            if self.marks["divided"].search(lead):
                return claim
        return None

    # ---- lists without shares

    def find_plain(self) -> Iterator[PartList]:
        """Lists without shares right behind their whole: 9条（其中公文4条，其他信息5条）."""
        # a list has two parts at least
        for place in range(len(self.figures) - 2):
            whole, first = self.figures[place], self._after_kinds(place)
            if can_be_listed(whole, self.figures[first]):
                found = self._plain_list(whole, first)
                if found is not None:
                    yield found

    def _after_kinds(self, place: int) -> int:
        """The figure behind one, 分为4类 passed over."""
        following = place + 1
        if self.figures[following].unit in UNITS_OF_KINDS:
            following += 1
        return following

    def _opens_list(self, whole: Claim) -> re.Match[str] | None:
        """How a list follows a figure, None if none does."""
        begin = whole.span[1]
        behind = self._text(whole.section, begin, begin + LONGEST_LIST)
        return self.marks["list"].match(behind)

    def _plain_list(self, whole: Claim, first: int) -> PartList | None:
        opening = self._opens_list(whole)
        if not opening:
            return None
        followers = self._find_followers(first, shares=False)
        parts = [self.figures[follower] for follower in followers]
        bracket = ""
        _, opens, inside = opening.string.partition("(")
        if opens and "(" in opening.group():
            bracket, closing, _ = inside.partition(")")
            # what stands behind the bracket is no part of it; nothing does where it does not close
            end = opening.group().index("(") + 1 + len(bracket) if closing else 0
            parts = [part for part in parts if self._distance(whole, part) < end]
        if len(parts) <= 1 or exceeds(parts, whole):
            return None
        closed = self._closing(opening, parts, whole, bracket)
        if closed is None:
            return None
        return PartList(whole, tuple(parts), (None,) * len(parts), closed)

    def _closing(
        self,
        opening: re.Match[str],
        parts: Sequence[Claim],
        whole: Claim,
        bracket: str,
    ) -> Closed | None:
        """Whether parts claim to be all of a whole; None where they are no list."""
        behind = self._text(whole.section, parts[-1].span[1], parts[-1].span[1] + LEAD_OF_SUM)
        if opening.group().endswith("由"):
            return Closed.SAID if self.marks["made_up"].match(behind) else None
        if self.marks["closed"].search(opening.group()):
            return Closed.SAID
        whole_told = self._is_rest(parts[-1]) or self._holds_all(bracket)
        if whole_told or self._are_all_kinds(parts, whole):
            return Closed.LIKELY
        return Closed.NO

    def _are_all_kinds(self, parts: Sequence[Claim], whole: Claim) -> bool:
        """Whether parts are kinds (机构职能类) and make about the whole: none seems left out."""
        if len(parts) < FEWEST_KINDS:
            return False
        kinds = all(self.marks["of_kind"].search(part.counts) for part in parts)
        return kinds and sum_numbers(parts) >= (whole.number or 0) * NEARLY_ALL

    # ---- lists before their sum

    def find_sums(self) -> Iterator[PartList]:
        """Lists that are added up behind them: 甲类40条，乙类25条，合计65条."""
        for place in range(2, len(self.figures)):
            if self._adds_up(self.figures[place]):
                found = self._parts_before(place)
                if found is not None:
                    yield found

    def _adds_up(self, whole: Claim) -> bool:
        """Whether a figure is said to be a sum."""
        if not is_part(whole):
            return False
        begin = whole.span[0]
        lead = self._text(whole.section, max(0, begin - LEAD_OF_SUM), begin)
        return self.marks["added_up"].search(lead) is not None

    def _parts_before(self, place: int) -> PartList | None:
        """The list that a sum adds up; None if the figures before it make it, or are far off it."""
        whole = self.figures[place]
        parts: list[Claim] = []
        total: Number = 0
        following, nested, text = whole, 0, ""
        for claim in reversed(self.figures[max(0, place - MOST_PARTS) : place]):
            # a sum adds up what follows the one before it
            if not self._is_near(claim, following) or self._adds_up(claim):
                break
            gap = self.text_between(claim, following)
            following, nested = claim, nested + gap.count(")") - gap.count("(")
            text = gap + text
            # （含乡镇12条） is no part of its own
            if nested > 0:
                continue
            if not is_part(claim) or are_apart(claim, whole):
                break
            parts.insert(0, claim)
            total += claim.number or 0
            if total == whole.number and len(parts) > 1:
                return None
        off = distance(total, whole.number or 0)
        if len(parts) <= 1 or off > (whole.number or 0) * FAR_OFF:
            return None
        # parts of parts may be among them
        is_open = self.marks["open"].search(_BRACKET.sub("", text))
        closed = Closed.LIKELY if is_open else Closed.SAID
        return PartList(whole, tuple(parts), (None,) * len(parts), closed)

    def _holds_all(self, bracket: str) -> bool:
        """Whether a bracket holds a list and nothing that leaves it open (其中)."""
        if not bracket:
            return False
        return not self.marks["open"].search(bracket)


def find_lists(report: Report, claims: Sequence[Claim]) -> tuple[PartList, ...]:
    """The lists of parts among a report's claims, each with its whole as far as the text tells."""
    lister = _Lister(report, phrasebook(), without_repeated(claims))
    shared = list(lister.find_with_shares())
    taken: set[Spot] = set()
    for found in shared:
        taken |= spots_of(found)
    found_plain = [*lister.find_plain(), *lister.find_sums()]
    plain = [found for found in found_plain if taken.isdisjoint(spots_of(found))]
    inner: dict[Spot, set[Spot]] = {}
    for found in plain:
        if found.whole is not None:
            inner.setdefault(spot_of(found.whole), set()).update(spots_of(found))
    outermost = [without_nested(found, inner) for found in plain]
    return (*shared, *outermost)
