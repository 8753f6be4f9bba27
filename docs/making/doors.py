"""The page of the API: every door of gxkit by its signature and docstring, then the commands."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable
from types import ModuleType

import gxkit
from gxkit.cli.commands import COMMANDS
from gxkit.folder.collection import Collection
from gxkit.report import Explanation, Finding, Report, Value
from making.markdown import Page, choose, code, fenced, page_of, plain, prose, table

_SHOWN = (Report, Value, Finding, Explanation, Collection)
"""what the doors give"""
_ANNOTATION = re.compile(r": '([^']*)'")
WIDEST = 60
"""characters of a signature on one line"""


def make_api_page(language: str) -> Page:
    """The doors, what they give, and the commands of the shell."""
    intro = choose(
        "以下文字取自程序自身的说明（英文）。",
        "From the docstrings. What begins with an underscore is not for use.",
        language,
    )
    parts = [intro, "## " + choose("入口", "The doors", language) + " {#doors}"]
    for name in gxkit.__all__:
        parts += _door(name)
    parts += ["## " + choose("所得之物", "What they give", language) + " {#objects}"]
    for kind in _SHOWN:
        parts += _kind(kind)
    parts += ["## " + choose("命令", "Commands", language) + " {#commands}", _commands(language)]
    return page_of("api.md", choose("接口", "API", language), parts)


def _door(name: str) -> list[str]:
    thing = getattr(gxkit, name)
    head = f"### gxkit.{name} {{#{name}}}"
    if isinstance(thing, ModuleType):
        return [head, _doc(thing), _functions(thing)]
    return [head, fenced(f"gxkit.{name}{_signature(thing)}", "py"), _doc(thing)]


def _signature(thing: Callable[..., object]) -> str:
    """A signature with one argument a line where one line would be too long."""
    parameters = inspect.signature(thing).parameters.values()
    arguments = []
    for argument in parameters:
        if argument.kind is argument.KEYWORD_ONLY and "*" not in arguments:
            arguments.append("*")
        # annotations are kept as texts, and are no texts to be typed
        arguments.append(_ANNOTATION.sub(r": \1", str(argument)))
    one = f"({', '.join(arguments)})"
    if len(one) <= WIDEST:
        return one
    return "(\n    " + ",\n    ".join(arguments) + ",\n)"


def _doc(thing: object) -> str:
    """A docstring as Markdown: what it writes with two ticks or one is code, the rest is prose."""
    text = inspect.getdoc(thing) or ""
    written = []
    for part in re.split(r"\n\s*\n", text):
        if part.lstrip().startswith(">>>"):
            written.append(fenced(textwrap.dedent(part), "pycon"))
        else:
            written.append(prose(part))
    return "\n\n".join(written)


def _first(thing: object) -> str:
    """The first paragraph of a docstring."""
    return prose((inspect.getdoc(thing) or "").partition("\n\n")[0])


def _functions(module: ModuleType) -> str:
    """The functions of a room."""
    rows = []
    for name in getattr(module, "__all__", ()) or sorted(vars(module)):
        thing = getattr(module, name)
        is_own = getattr(thing, "__module__", "").startswith(module.__name__)
        if inspect.isfunction(thing) and is_own and not name.startswith("_"):
            rows.append([code(name), _first(thing)])
    return table(["", ""], rows)


def _kind(kind: type) -> list[str]:
    """A class with its methods and properties."""
    rows = []
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        doc = _first(member) if callable(member) or hasattr(member, "__get__") else ""
        if doc and not _is_field(kind, name):
            shown = f"{name}()" if inspect.isfunction(member) else name
            rows.append([code(shown), doc])
    return [f"### {kind.__name__}", _doc(kind), table(["", ""], rows)]


def _is_field(kind: type, name: str) -> bool:
    """A field with slots has a descriptor whose docstring is that of no one."""
    return name in getattr(kind, "__dataclass_fields__", {})


def _commands(language: str) -> str:
    rows = [[code(f"gxkit {name}"), plain(one.help)] for name, one in COMMANDS.items()]
    return table(choose("命令|作用", "Command|Does", language).split("|"), rows)
