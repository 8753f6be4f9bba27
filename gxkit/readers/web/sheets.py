"""The style sheets of a page: which rules hold for which element, the stronger ones last.

Only the sheets in the page itself are followed. Selectors are taken apart at their combinators, so
that the work grows with the page and not with its depth; a page whose sheets would take too much of
it is read by the rules before that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeAlias

import cssselect2
import tinycss2
from cssselect2.compiler import CompiledSelector
from tinycss2.ast import (
    AtRule,
    Declaration,
    FunctionBlock,
    LiteralToken,
    Node,
    QualifiedRule,
    WhitespaceToken,
)

from gxkit.readers.web.declarations import Style, read_style, value_of, write_tokens
from gxkit.readers.web.tags import Element

# A page saved whole has sheets of some hundred thousand characters; a second of work goes by then.
MOST_CHARACTERS = 1_000_000
# Tests of one element by one part of a selector: a page of ten thousand elements and a hundred
# rules that need them all take some seconds.
MOST_TESTS = 1_000_000
_WAY_UP = 8
"""tests that it takes to look through what is around an element"""
_WRAPPING = 4
"""tests that it takes to look at one element below another, which is wrapped each time"""
# A rule within a rule within a rule; each level may multiply the selectors.
_MOST_NESTED = 8
_MOST_SELECTORS = 300
# Within a function (:not(a b), :has(a b)) combinators are tried in all ways.
_MOST_COMBINATORS_WITHIN = 2
_MOST_NESTED_FUNCTIONS = 5
_LONGEST_SELECTOR = 400
"""characters; the longest ones that people write have a hundred"""
_NOT_UNDERSTOOD = (
    cssselect2.SelectorError,
    NotImplementedError,
    ValueError,  # a list within one part
    SyntaxError,
    RecursionError,
    MemoryError,
)
_SCREEN = 1280
"""the width in pixels for which a page is laid out"""
_COMBINATORS = frozenset(">+~")
_WITHIN = re.compile(r"[>+]|(?<=[\w\])*])\s+(?=[\w\[:.#*])")
_FIGURE_WRITTEN = re.compile(r"[\"'][^\"'\\]*\d|attr\(|counters?\(")
_CLASS = re.compile(r"\.([^\s.#:>+~\[&,]+)")
_PLAIN = re.compile(r"[.#]?[\w-]+")
_BESIDE = re.compile(r"-of-type| of ")
_WIDTH = re.compile(
    r"\(\s*(?:(min|max)-(?:device-)?width\s*:|width\s*([<>])=?)\s*(\d+(?:\.\d+)?)([a-z]*)"
)
_TRUE_OF_SCREENS = re.compile(
    r"\((?:any-)?(?:hover|pointer)[^)]*\)|\(orientation\s*:\s*landscape\)"
    r"|\(prefers-color-scheme\s*:\s*light\)|\([^)]*no-preference\)|\(color\)"
)
_FEATURE = re.compile(r"\([^()]*\)")

Wrapped: TypeAlias = Any
"""an element as cssselect2 wraps it; it has no types of its own"""


class Rule(NamedTuple):
    """Some selectors and what they declare; `layered` rules give way to all others."""

    selectors: tuple[str, ...]
    nodes: list[Node]
    layered: bool


class _Part(NamedTuple):
    """A part of a selector that asks for one element, and how it hangs on the part before it."""

    combinator: str
    compiled: CompiledSelector
    looks_below: bool
    looks_beside: bool
    """whether all below an element, or all beside it, is looked at to test it"""
    is_plain: bool
    """whether it asks for a class, an id or a tag and nothing else"""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The styles that hold for each element, the weakest first.

    Before or after those that are `writing` a sheet puts figures of its own; `is_whole` unless some
    rules were left out for the work that they ask for.
    """

    styles: Mapping[Element, Sequence[Style]]
    variables: Mapping[str, str]
    writing: frozenset[Element] = frozenset()
    is_whole: bool = True


def follow_sheets(
    root: Element,
    sheets: Sequence[str],
    inline: Sequence[str],
    is_old: bool,
) -> Sheets:
    """The rules of some style sheets, matched with the elements of a page.

    `inline` are the page's own `style` attributes, which may set the variables of rules; `is_old`
    is whether a browser reads it as pages were before there were document types.
    """
    text = "\n".join(sheets)
    rules = _read_sheet(text[:MOST_CHARACTERS])
    is_whole = len(text) <= MOST_CHARACTERS
    variables = _find_variables(rules, inline)
    page = _Page(root, is_old)
    found: list[tuple[tuple[object, ...], Style, list[Element]]] = []
    writing: set[Element] = set()
    for order, rule in enumerate(rules):
        style = read_style(rule.nodes, variables)
        if not style.normal and not style.important:
            continue
        for selector in rule.selectors:
            for specificity, elements, is_made in page.select(selector):
                rank = (not rule.layered, specificity, order)
                if not is_made:
                    found.append((rank, style, elements))
                elif _writes_figure(style):
                    writing.update(elements)
    found.sort(key=lambda one: one[0])
    styles: dict[Element, list[Style]] = {}
    for _, style, elements in found:
        for element in elements:
            styles.setdefault(element, []).append(style)
    return Sheets(styles, variables, frozenset(writing), is_whole and page.is_whole)


def _writes_figure(style: Style) -> bool:
    """Whether a style writes digits, or what an attribute or a counter says."""
    content = style.important.get("content") or style.normal.get("content", "")
    return _FIGURE_WRITTEN.search(content) is not None


# The pages of a site have the same sheets.
@lru_cache(maxsize=8)
def _read_sheet(text: str) -> tuple[Rule, ...]:
    nodes = tinycss2.parse_stylesheet(text, True, True)
    return tuple(_read_rules(nodes, (), False, 0))


def _read_rules(
    nodes: Sequence[Node],
    around: tuple[str, ...],
    layered: bool,
    depth: int,
) -> Iterator[Rule]:
    """The rules among some nodes, those within others after them; `around` are the selectors of the
    rule that these stand in."""
    own = [node for node in nodes if isinstance(node, Declaration)]
    if around and own:
        yield Rule(around, own, layered)
    for node in nodes:
        if depth > _MOST_NESTED:
            return
        if isinstance(node, QualifiedRule):
            selectors = tuple(_nest(_split_list(node.prelude), around))
            inner = tinycss2.parse_blocks_contents(node.content, True, True)
            yield from _read_rules(inner, selectors, layered, depth + 1)
        elif isinstance(node, AtRule) and node.content is not None and _holds(node):
            inner = tinycss2.parse_blocks_contents(node.content, True, True)
            is_layer = layered or node.lower_at_keyword == "layer"
            yield from _read_rules(inner, around, is_layer, depth + 1)


def _split_list(prelude: Sequence[Node]) -> Iterator[str]:
    """The selectors of a list; one that is not understood does not spoil the others."""
    selector: list[Node] = []
    for token in prelude:
        if isinstance(token, LiteralToken) and token.value == ",":
            yield write_tokens(selector).strip()
            selector = []
        else:
            selector.append(token)
    yield write_tokens(selector).strip()


def _nest(selectors: Iterator[str], around: tuple[str, ...]) -> Iterator[str]:
    """The selectors of a rule within another one, written out."""
    if not around:
        yield from selectors
        return
    count = 0
    for selector in selectors:
        inner = selector if "&" in selector else f"& {selector}"
        for outer in around:
            count += 1
            # each level multiplies: ten within ten within ten are a thousand
            if count > _MOST_SELECTORS:
                return
            yield inner.replace("&", outer)


def _holds(rule: AtRule) -> bool:
    """Whether the rules within one hold for a page on a screen."""
    keyword = rule.lower_at_keyword
    prelude = write_tokens(rule.prelude).strip().lower()
    if keyword == "media":
        return is_for_screens(prelude)
    if keyword == "supports":
        return not prelude.startswith("not")
    return bool(keyword == "layer")


def is_for_screens(media: str) -> bool:
    """Whether a list of media queries holds for a page that is open in a window.

    >>> is_for_screens("screen and (min-width: 600px)")
    True
    >>> is_for_screens("print, not all")
    False
    """
    if not media.strip():
        return True
    return any(map(_query_holds, media.lower().split(",")))


def _query_holds(query: str) -> bool:
    query = query.strip()
    negated = query.startswith("not ")
    words = set(re.findall(r"[a-z-]+", _FEATURE.sub(" ", query)))
    is_screen = not words & {"print", "speech", "tty", "tv", "projection", "handheld", "braille"}
    holds = is_screen and all(map(_feature_holds, _FEATURE.findall(query)))
    return holds != negated


def _feature_holds(feature: str) -> bool:
    width = _WIDTH.match(feature)
    if width is None:
        # a feature that is not known, as of screens with finer dots, changes no more than looks
        return _TRUE_OF_SCREENS.match(feature) is not None
    bound = float(width[3]) * (16 if width[4] in ("em", "rem") else 1)
    is_least = width[1] == "min" or width[2] == ">"
    return bound <= _SCREEN if is_least else bound >= _SCREEN


def _find_variables(rules: Sequence[Rule], inline: Sequence[str]) -> dict[str, str]:
    """The page's own properties (--name) that have one value throughout."""
    values: dict[str, set[str]] = {}
    declared = [node for rule in rules for node in rule.nodes]
    for style in inline:
        if "--" in style:
            declared += tinycss2.parse_blocks_contents(style, True, True)
    for node in declared:
        if isinstance(node, Declaration) and node.lower_name.startswith("--"):
            values.setdefault(node.name, set()).add(value_of(node))
    # one with several depends on where it is asked for
    return {name: found.pop() for name, found in values.items() if len(found) == 1}


class _Page:
    """A page to which selectors are put; `tests` counts what was asked of single elements, and
    `is_whole` is false once a selector would have asked too much."""

    def __init__(self, root: Element, is_old: bool) -> None:
        self._root = root
        self._is_old = is_old
        self._tags: dict[str, list[Element]] = {}
        self._wrapped: dict[Element, Wrapped] = {}
        self.tests = 0
        self.is_whole = True

    def _fold(self, name: str) -> str:
        """The name of a class or an id as it is compared: old pages write it as they like."""
        return name.lower() if self._is_old else name

    @cached_property
    def _everything(self) -> list[Element]:
        return list(self._root.iter("*"))

    @cached_property
    def _nested(self) -> int:
        """How many elements stand below all elements together."""
        nested = 0
        for element in self._everything:
            nested += len(list(element.iterancestors()))
        return nested

    @cached_property
    def _classes(self) -> dict[str, list[Element]]:
        classes: dict[str, list[Element]] = {}
        for element in self._everything:
            names = element.get("class")
            for name in self._fold(names).split() if names else ():
                classes.setdefault(name, []).append(element)
        return classes

    @cached_property
    def _ids(self) -> dict[str, list[Element]]:
        ids: dict[str, list[Element]] = {}
        for element in self._everything:
            identity = element.get("id")
            if identity is not None:
                ids.setdefault(self._fold(identity), []).append(element)
        return ids

    def select(self, selector: str) -> Iterator[tuple[tuple[int, ...], list[Element], bool]]:
        """How special a selector is, the elements that it selects, and whether it is for what the
        style sheet itself makes before or after them; nothing where it is not understood."""
        if not self._may_have(selector):
            return
        parts = _compile_selector(selector)
        if not parts:
            return
        made = parts[-1].compiled.pseudo_element
        if made not in (None, "before", "after"):
            return
        candidates = [self._candidates(part.compiled) for part in parts]
        # most rules of a sheet are for elements that this page does not have
        if not all(candidates):
            return
        effort = sum(map(self._effort, parts, candidates))
        if self.tests + effort > MOST_TESTS:
            self.is_whole = False
            return
        self.tests += effort
        matched: list[Element] = []
        for part, offered in zip(parts, candidates, strict=True):
            tested = offered if part.is_plain else list(filter(self._test(part), offered))
            if part.combinator:
                tested = _hang_on(tested, part.combinator, dict.fromkeys(matched))
            matched = tested
        specificity = [part.compiled.specificity for part in parts]
        total = tuple(map(sum, zip(*specificity, strict=True)))
        yield total, matched, made is not None

    def _effort(self, part: _Part, offered: Sequence[Element]) -> int:
        """How many tests a part of a selector asks for."""
        effort = len(offered)
        if part.combinator:
            effort *= _WAY_UP
        if part.looks_below:
            effort += self._nested * _WRAPPING
        if part.looks_beside:
            # lxml counts children one by one
            parents = Counter(element.getparent() for element in offered)
            for parent, count in parents.items():
                effort += count * (len(parent) if parent is not None else 1)
        return effort

    def _may_have(self, selector: str) -> bool:
        """Whether the page has the classes that a selector names: to understand it takes longer."""
        if "(" in selector or "\\" in selector:
            return True
        return all(self._fold(name) in self._classes for name in _CLASS.findall(selector))

    def _candidates(self, compiled: CompiledSelector) -> list[Element]:
        """The elements among which those are that a part of a selector asks for."""
        if compiled.never_matches:
            return []
        if compiled.id is not None:
            return self._ids.get(self._fold(compiled.id), [])
        if compiled.class_name is not None:
            return self._classes.get(self._fold(compiled.class_name), [])
        if compiled.local_name is None:
            return self._everything
        name = compiled.lower_local_name
        if name not in self._tags:
            self._tags[name] = list(self._root.iter(name))
        return self._tags[name]

    def _test(self, part: _Part) -> Callable[[Element], bool]:
        return lambda element: bool(part.compiled.test(self._wrap(element)))

    def _wrap(self, element: Element) -> Wrapped:
        """The element as cssselect2 wants it; those beside it are made with it."""
        found = self._wrapped.get(element)
        if found is not None:
            return found
        parent = element.getparent()
        if element is self._root or parent is None:
            made = cssselect2.ElementWrapper.from_html_root(element)
            self._wrapped[element] = made
            return made
        for child in self._wrap(parent).iter_children():
            self._wrapped[child.etree_element] = child
        return self._wrapped[element]


_Anchors: TypeAlias = dict[Element, None]
"""elements in the order of the page"""


def _hang_on(elements: list[Element], combinator: str, anchors: _Anchors) -> list[Element]:
    """Those of some elements that stand to one of the anchors as a combinator says."""
    if combinator == "~":
        behind = _find_behind(anchors)
        return [element for element in elements if element in behind]
    test = _HANGING[combinator]
    return [element for element in elements if test(element, anchors)]


def _find_behind(anchors: _Anchors) -> set[Element]:
    """All that follows one of some elements under the same parent."""
    behind: set[Element] = set()
    for anchor in anchors:
        # what follows the first of several was gone through with it
        if anchor not in behind:
            behind.update(anchor.itersiblings())
    return behind


def _is_below(element: Element, anchors: _Anchors) -> bool:
    return any(around in anchors for around in element.iterancestors())


def _is_child(element: Element, anchors: _Anchors) -> bool:
    return element.getparent() in anchors


def _is_next(element: Element, anchors: _Anchors) -> bool:
    return element.getprevious() in anchors


_HANGING: dict[str, Callable[[Element, _Anchors], bool]] = {
    " ": _is_below,
    ">": _is_child,
    "+": _is_next,
}


@lru_cache(maxsize=1024)
def _compile_selector(selector: str) -> list[_Part]:
    """The parts of a selector from the first to the last; none where it is not understood."""
    if len(selector) > _LONGEST_SELECTOR:
        return []
    parts: list[_Part] = []
    tokens: list[Node] = []
    combinator = ""
    for token in tinycss2.parse_component_value_list(selector, skip_comments=True):
        is_sign = isinstance(token, LiteralToken) and token.value in _COMBINATORS
        is_blank = isinstance(token, WhitespaceToken)
        if not is_sign and not is_blank:
            tokens.append(token)
            continue
        if tokens:
            part = _compile_part(combinator, tokens)
            if part is None:
                return []
            parts.append(part)
            tokens, combinator = [], " "
        if is_sign:
            combinator = token.value
    last = _compile_part(combinator, tokens) if tokens else None
    return [*parts, last] if last is not None else []


def _compile_part(combinator: str, tokens: list[Node]) -> _Part | None:
    if not all(map(_is_bounded, tokens)):
        return None
    try:
        (compiled,) = cssselect2.compile_selector_list(tokens)
    except _NOT_UNDERSTOOD:
        return None
    text = write_tokens(tokens)
    return _Part(
        combinator,
        compiled,
        looks_below=":has(" in text,
        looks_beside=_BESIDE.search(text) is not None,
        is_plain=_PLAIN.fullmatch(text) is not None,
    )


def _is_bounded(
    token: Node,
) -> bool:
    """Whether a part of a selector asks for little work: within functions all ways are tried."""
    if not isinstance(token, FunctionBlock):
        return True
    inside = write_tokens(token.arguments)
    if inside.count("(") > _MOST_NESTED_FUNCTIONS or "~" in inside:
        return False
    # within each other they look at everything below everything
    if ":has(" in inside:
        return False
    if token.lower_name.startswith("nth-"):
        return True
    return len(_WITHIN.findall(inside.strip())) <= _MOST_COMBINATORS_WITHIN
