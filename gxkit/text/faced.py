"""Things that show themselves, in a notebook and in a shell."""

from __future__ import annotations

from gxkit.text.later import later


class WithFace:
    """What has a face: HTML where HTML is shown, a few lines of text elsewhere.

    The face is drawn by the room of notebooks when it is first asked for, in the language that
    `gxkit.language` sets.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(later("face")(self).html)

    def __repr__(self) -> str:
        return str(later("face")(self).text)
