"""The viewer as a widget of a notebook, and what it has in common with that of the review."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from gxkit.notebook.viewer.scripts import join_scripts, read_script
from gxkit.text import Sentence, shown_language
from gxkit.text.escapes import to_html

_ELSEWHERE = Sentence(
    "在运行中的 Jupyter 里，这里是“{source}”的原文与表格，可以点选。",
    "In a running Jupyter the pages and forms of {source} stand here, to be clicked through.",
)


class ScriptedWidget(anywidget.AnyWidget):
    """What is told to a script, and a sentence for viewers in which no script runs."""

    told = traitlets.Dict().tag(sync=True)

    def elsewhere(self) -> Sentence:
        """What stands here where the script does not run."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.elsewhere().say(shown_language())

    def _repr_mimebundle_(self, **asked: Any) -> Any:
        bundle = super()._repr_mimebundle_(**asked)
        if bundle is None:
            return None
        data, *more = bundle if isinstance(bundle, tuple) else (bundle,)
        sentence = {"text/plain": repr(self), "text/html": f"<p>{to_html(repr(self))}</p>"}
        return (data | sentence, *more)


class Viewer(ScriptedWidget):
    """What is told of a report, shown by the script of this room."""

    _esm = join_scripts("widget.js")
    _css = read_script("look.css")

    def elsewhere(self) -> Sentence:
        return _ELSEWHERE.fill(source=str(self.told.get("source", "")))
