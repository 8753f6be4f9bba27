"""The review as a widget of a notebook: what is decided in it is written before the next is
shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gxkit.errors import GxkitError
from gxkit.folder.collection import Collection
from gxkit.folder.deciding import Step, broken_then, find_item, fit_step, take_step, try_step
from gxkit.folder.decisions import read_corrections
from gxkit.folder.downloaded import read_object
from gxkit.folder.effects import effects_of
from gxkit.folder.review import Undecided
from gxkit.notebook.review.told import tell_causes, tell_effects, tell_list, try_report
from gxkit.notebook.viewer.scripts import join_scripts, read_script
from gxkit.notebook.viewer.widget import ScriptedWidget
from gxkit.text import Sentence

_ELSEWHERE = Sentence(
    "在运行中的 Jupyter 里，这里列出 {count} 项待决定的事项，可以逐项裁定。",
    "In a running Jupyter {count} undecided things stand here, to be decided one by one.",
)
Told = dict[str, Any]


class Review(ScriptedWidget):
    """What is undecided in a collection, shown by the scripts of this room; the collection follows
    each decision."""

    _esm = join_scripts("reviewwidget.js")
    _css = read_script("look.css") + read_script("review.css")

    def __init__(
        self,
        collection: Collection,
        who: str,
        language: str,
    ) -> None:
        super().__init__(
            told=tell_list(
                collection,
                who,
                language,
            )
        )
        self._collection = collection
        self.on_msg(self._answer)

    def _answer(
        self,
        _: object,
        asked: Mapping[str, Any],
        __: object,
    ) -> None:
        """Answer a question of the script, and tell the list as it is then; what is wrong is said
        in a sentence and changes nothing."""
        ways: Mapping[str, Callable[[Mapping[str, Any]], Told]] = {
            "show": self._show,
            "try": self._try,
            "save": self._save,
        }
        try:
            self._follow()
            answer = ways[asked["ask"]](asked)
        except GxkitError as error:
            answer = {"error": error.say(self.told["language"])}
        self.send({"to": asked["number"], "told": self.told, **answer})

    def _follow(self) -> None:
        """Hear what was decided elsewhere, in a shell or another notebook."""
        ledger = read_corrections(self._collection.ledger_path)
        # else a cause that is decided would stay in the list, and could not be undone here
        if ledger != self._collection.decisions:
            self._collection.become(self._collection.under(ledger))
            self._tell()

    def _tell(self) -> None:
        self.told = tell_list(
            self._collection,
            self.told["who"],
            self.told["language"],
        )

    def _show(
        self,
        asked: Mapping[str, Any],
    ) -> Told:
        item = find_item(self._collection, asked["name"])
        if not isinstance(item, Undecided):
            return {"detail": None}
        return {"detail": tell_causes(self._collection, [item])[item.name]}

    def _try(
        self,
        asked: Mapping[str, Any],
    ) -> Told:
        step = self._step(asked)
        (effects,) = effects_of(self._collection, [try_report(self._collection, step)])
        broken = broken_then(try_step(self._collection, step), step)
        return {"effects": tell_effects(effects), "broken": broken}

    def _save(
        self,
        asked: Mapping[str, Any],
    ) -> Told:
        step = self._step(asked)
        take_step(self._collection, step)
        self._tell()
        return {"broken": broken_then(self._collection, step)}

    def _step(
        self,
        asked: Mapping[str, Any],
    ) -> Step:
        made = [read_object(one, "decision") for one in asked.get("made", ())]
        undone = [read_object(one, "decision") for one in asked.get("undone", ())]
        return fit_step(self._collection, Step(tuple(made), tuple(undone)))

    def elsewhere(self) -> Sentence:
        return _ELSEWHERE.fill(count=len(self.told.get("causes", ())))
