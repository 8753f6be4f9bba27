"""The set of editions: those of the package, and those that a user registers beside them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, cast

from gxkit.errors import FormError
from gxkit.forms.concepts import concepts
from gxkit.forms.form import Form
from gxkit.forms.pairs import Said
from gxkit.forms.reading import make_form
from gxkit.forms.strict import Source
from gxkit.text import Listed, Sayable

# of a data folder: its own editions, one TOML each
FOLDER = "forms"
# the name of a TOML file and what stands in it
Text = tuple[str, str]
AnyPath = str | os.PathLike[str]

# in the order of their registration, which is that of further processes too
_registered: dict[str, Form] = {}
# what has to be made anew when the set of editions changes
_forget_all: list[Callable[[], None]] = []
_Make = TypeVar("_Make", bound=Callable[..., Any])

_MOST_BYTES = 300_000


def per_form_set(make: _Make) -> _Make:
    """Like functools.cache for what depends on the set of editions: forgotten when it changes."""
    cached = cache(make)
    _forget_all.append(cached.cache_clear)
    return cast(_Make, cached)


def read_form(text: str, name: str = "form") -> Form:
    """A form from its TOML text; FormError, with file and line, for whatever is wrong in it."""
    return make_form(Source(name, text), concepts().units)


@cache
def shipped_forms() -> Mapping[str, Form]:
    """The editions of the package by id."""
    folder = resources.files("gxkit.forms").joinpath("editions")
    # by name, so that the order is the same on every system
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    editions = [file for file in files if file.name.endswith(".toml")]
    read = [read_form(file.read_text("utf-8"), file.name) for file in editions]
    return _join({}, read)


@per_form_set
def all_forms() -> Mapping[str, Form]:
    """Every edition by id, in the order of their first year."""
    return _in_order({**shipped_forms(), **_registered})


def _in_order(forms: Mapping[str, Form]) -> dict[str, Form]:
    def first_year(form: Form) -> tuple[int, str]:
        return form.in_force[0], form.id

    ordered = sorted(forms.values(), key=first_year)
    return {form.id: form for form in ordered}


def _join(there: Mapping[str, Form], more: Iterable[Form]) -> dict[str, Form]:
    """The forms with more of them; FormError for an id that another content has."""
    made = dict(there)
    for form in more:
        other = made.setdefault(form.id, form)
        # the same text twice is one edition, wherever it lies
        if other.text != form.text:
            source = Source(form.source, form.text)
            place = source.place(("id",))
            # what the package ships cannot be taken back, and an old edition is never edited
            back = f"gxkit.forms.forget({form.id!r})"
            hint_zh, hint = "", ""
            if form.id in _registered:
                hint_zh = f"，或先取消登记另一个：{back}"
                hint = f", or take the other back first: {back}"
            raise FormError(
                f"{place}：格式代号 {form.id!r} 已用于 {other.source}；请另取一个{hint_zh}。",
                f"{place}: the edition id {form.id!r} is taken by {other.source}; give this one "
                f"another id{hint}.",
            )
    return made


def find_form(form_id: str) -> Form:
    """The form of that id; FormError, listing the known ones, if there is none."""
    forms = all_forms()
    if form_id not in forms:
        known = ", ".join(forms)
        raise FormError(
            f"没有格式 {form_id!r}；现有格式为 {known}。",
            f"There is no form {form_id!r}; the forms are {known}.",
        )
    return forms[form_id]


@per_form_set
def rule_words() -> Mapping[str, Sayable]:
    """What each rule that a form states says, by the rule's id; all its words if forms differ."""
    words: dict[str, dict[Sayable, None]] = {}
    for form in all_forms().values():
        for table in form.tables:
            for rule in table.rules:
                own = words.setdefault(rule.id, {})
                own[rule.words] = None
    return {rule: _one_or_all(words[rule]) for rule in sorted(words)}


def _one_or_all(words: Iterable[Sayable]) -> Sayable:
    said = tuple(words)
    if len(said) == 1:
        return said[0]
    return Listed(said, "；", "; ")


def said_of(forms: Mapping[str, Form]) -> Said:
    """What concepts.toml and the editions themselves say of how they compare."""
    pairs = [*concepts().pairs]
    for form in forms.values():
        pairs += form.pairs
    return Said(forms, pairs)


def _read(path: Path) -> Text:
    try:
        size = path.stat().st_size
        # twenty times the longest edition; a longer text would be searched for minutes
        if size > _MOST_BYTES:
            raise FormError(
                f"{path}：有 {size:,} 字节，而一种格式至多 {_MOST_BYTES:,} 字节；请给出一种格"
                "式的 TOML。",
                f"{path}: {size:,} bytes, and an edition has at most {_MOST_BYTES:,}; give the "
                "TOML of one form.",
            )
        # some editors put a mark before a text in UTF-8, which tomllib takes for a key
        text = path.read_text("utf-8-sig")
    except OSError as error:
        why = error.strerror
        # in the words of the system: no such file, a folder, no permission
        raise FormError(
            f"{path}：此格式不能读取（{why}）；应为 TOML 文件。",
            f"{path}: the edition cannot be read ({why}); expected a TOML file.",
        ) from None
    except UnicodeDecodeError:
        raise FormError(
            f"{path}：这不是 UTF-8 文本；请把 TOML 存为 UTF-8。",
            f"{path}: this is no text in UTF-8; save the TOML as UTF-8.",
        ) from None
    return os.fspath(path), text


def register_texts(texts: Iterable[Text]) -> tuple[Form, ...]:
    """The editions of several TOML texts, known from now on; all of them or, on a fault, none."""
    read = [read_form(text, name) for name, text in texts]
    there = all_forms()
    joined = _in_order(_join(there, read))
    # looked at together: of two new editions each may name the other
    said_of(joined)
    fresh = [form for form in joined.values() if form.id not in there]
    # a file that is registered again changes nothing, and nothing is to be made anew
    if fresh:
        for form in fresh:
            _registered[form.id] = form
        _change()
    return tuple(joined[form.id] for form in read)


def register(path: AnyPath) -> Form:
    """The edition of a TOML file, known from now on: read, checked, stacked and drawn as others.

    The same file twice is one edition. FormError, with file and line, for what is wrong in it, and
    for an id that another content has.
    """
    (form,) = register_all([path])
    return form


def register_all(paths: Iterable[AnyPath]) -> tuple[Form, ...]:
    """The editions of several TOML files; each may name the others."""
    texts = [_read(Path(path)) for path in paths]
    return register_texts(texts)


def register_folder(folder: AnyPath) -> tuple[Form, ...]:
    """The editions in `forms/*.toml` of a data folder; none if it has no such folder."""
    own = Path(folder) / FOLDER
    return register_all(sorted(own.glob("*.toml")))


def registered_texts() -> tuple[Text, ...]:
    """What a further process has to register to know the same editions."""
    forms = _registered.values()
    return tuple((form.source, form.text) for form in forms)


def change_registered(texts: Iterable[Text]) -> None:
    """Know the editions of these texts beside those of the package, and no others: what another
    process knows, of which `registered_texts` are told."""
    wanted = tuple(texts)
    # they are registered in the order of their years, whatever order they came in
    if sorted(wanted) == sorted(registered_texts()):
        return
    _registered.clear()
    _change()
    register_texts(wanted)


def forget(*form_ids: str) -> None:
    """Take registered editions back; FormError if one was not, or another edition names it."""
    for form_id in form_ids:
        if form_id not in _registered:
            known = ", ".join(_registered) or "none"
            raise FormError(
                f"没有登记格式 {form_id!r}；已登记的有 {known}。",
                f"The edition {form_id!r} is not registered; registered are {known}.",
            )
    # an edition that another one names cannot go alone
    left = [form for form in all_forms().values() if form.id not in form_ids]
    said_of({form.id: form for form in left})
    for form_id in form_ids:
        del _registered[form_id]
    _change()


def _change() -> None:
    """Forget whatever was made of the old set of editions."""
    for clear in _forget_all:
        clear()
