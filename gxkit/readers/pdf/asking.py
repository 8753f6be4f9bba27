"""One PDFium function asked about many things in one go.

A call through pypdfium2's typed bindings costs more than PDFium's answer, and a page has a thousand
characters. Here the same functions are called from `map`, and write their answers side by side into
one array. Where a thing is asked of thousands, arguments are made ready once (`prepare`) and not
converted at each call.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice, repeat
from typing import Any

Pointer = ctypes.c_void_p
prepare = Pointer.from_param
"""makes an address ready to be passed"""
_FLOAT = 4
"""bytes of a number as PDFium writes it, whole ones too"""


def address_of(thing: Any) -> int:
    """The address that a function or a handle stands for."""
    address = ctypes.cast(thing, Pointer).value
    assert address
    return address


def plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function, without conversion of its arguments."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


def bare(function: Any, result: Any) -> Any:
    """The same function for arguments that are ready: whole numbers of 32 bits, and what `prepare`
    and `byref` make."""
    return ctypes.PYFUNCTYPE(result)(address_of(function))


class _Answers:
    """Room for the answers to a few thousand questions, up to eight numbers each, and the places in
    it ready to be passed; it is used again."""

    most = 4096
    each = 8

    def __init__(self) -> None:
        numbers = self.each * self.most
        room = (ctypes.c_float * numbers)()
        offsets = range(0, _FLOAT * numbers, _FLOAT)
        self._room = room
        self._places = [ctypes.byref(room, offset) for offset in offsets]

    def ask(
        self,
        function: Any,
        asked: Sequence[Iterable[Any]],
        count: int,
        each: int,
        offsets: Sequence[int],
    ) -> bytes:
        """What `function` writes of `count` things `asked` about; each has `each` numbers, zeros
        where it fails. `offsets` are those of the numbers to which it is given the places."""
        end = each * count
        # PDFium writes nothing where it fails, and the answers of the last time would stand there
        ctypes.memset(self._room, 0, _FLOAT * end)
        places = [self._places[at:end:each] for at in offsets]
        answers = map(function, *asked, *places)
        deque(answers, 0)  # calls, and keeps nothing
        return ctypes.string_at(self._room, _FLOAT * end)


_spare: list[_Answers] = []
"""room that is not in use; a reading takes it out, so that two threads never share it"""


def ask(
    function: Any,
    before: Sequence[Any],
    things: Iterable[Any],
    count: int,
    each: int,
    *offsets: int,
) -> bytes:
    """The answers about all things side by side; `before` are the arguments before each of them."""
    try:
        answers = _spare.pop()
    except IndexError:
        answers = _Answers()
    rest = iter(things)
    always = [repeat(argument) for argument in before]
    portions = []
    try:
        for size in _portions(count, _Answers.most):
            asked = [*always, islice(rest, size)]
            portions.append(answers.ask(function, asked, size, each, offsets))
    finally:
        _spare[:] = [answers]
    return b"".join(portions)


def _portions(count: int, most: int) -> list[int]:
    return [min(most, count - begun) for begun in range(0, count, most)]
