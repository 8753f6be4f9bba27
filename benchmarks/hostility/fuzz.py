"""Damaged copies of reports in every format, the same for the same seed."""

from __future__ import annotations

import io
import random
import re
import time
import traceback
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from hands.drawn import LAYOUTS, draw_report
from twenty import FORMATS

from gxkit.errors import GxkitError, TooHungryError, TooSlowError
from gxkit.parsing.one import parse
from gxkit.readers.guard import Guard

_REPORTS = Path(__file__).resolve().parents[2] / "data" / "reports"
_FEW = 40
"""drawn reports a format is damaged in"""
_PATIENCE = 900.0
"""seconds by the clock: on a machine that does much else a minute of work takes several"""
_FELL = "FELL"
_BOUNDS = (TooSlowError.__name__, TooHungryError.__name__)
_SLOWEST = 5
#: what is written over a number, a length or a name
_LIES = (b"0", b"-1", b"99999999999", b"4294967295", b"1e999", b"", b"\0", b"9" * 5_000)
_NUMBER = re.compile(rb"\d+")
_ZIP = b"PK\3\4"
Damage = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, dice: random.Random) -> bytes:
    """Some bytes anywhere made others."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 4, 30, 300))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(data: bytes, dice: random.Random) -> bytes:
    """A piece missing, at the end or within."""
    start = dice.randrange(len(data))
    rest = data[dice.randrange(start, len(data)) :]
    return data[:start] + rest * dice.choice((0, 1, 1))


def splice(data: bytes, dice: random.Random) -> bytes:
    """A piece of the file put over another piece of it."""
    start, end = sorted(dice.randrange(len(data)) for _ in range(2))
    at = dice.randrange(len(data))
    return data[:at] + data[start:end] + data[at + (end - start) * dice.randrange(2) :]


def grow(data: bytes, dice: random.Random) -> bytes:
    """Numbers of the file made huge, negative, empty or no numbers."""
    numbers = list(_NUMBER.finditer(data))
    chosen = dice.sample(numbers, min(len(numbers), dice.choice((1, 5, 40))))
    for match in sorted(chosen, key=lambda one: -one.start()):
        data = data[: match.start()] + dice.choice(_LIES) + data[match.end() :]
    return data


def repeat(data: bytes, dice: random.Random) -> bytes:
    """A block said again and again."""
    start = dice.randrange(len(data))
    block = data[start : start + dice.choice((1, 7, 60, 900))]
    return data[:start] + block * dice.choice((3, 50, 4_000)) + data[start:]


DAMAGES: tuple[Damage, ...] = (flip, cut, splice, grow, repeat)


def damage(data: bytes, dice: random.Random) -> bytes:
    """One or two kinds of damage; of an archive as often to a part of it, packed again."""
    if data.startswith(_ZIP) and dice.choice((True, True, False)):
        return _damage_part(data, dice)
    for _ in range(dice.choice((1, 1, 2))):
        data = dice.choice(DAMAGES)(data, dice) if data else data
    return data


def _damage_part(data: bytes, dice: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = dice.choice([name for name, part in parts.items() if part])
    parts[chosen] = dice.choice(DAMAGES)(parts[chosen], dice)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, part, kind)
    return out.getvalue()


def sources(seed: int) -> list[tuple[str, bytes]]:
    """Reports in every format, with the endings of their names."""
    found = [(path.suffix[1:], path.read_bytes()) for path in sorted(_REPORTS.iterdir())]
    for number, form in enumerate(FORMATS):
        layout = LAYOUTS[number % len(LAYOUTS)]
        found.append((form.ending, form.write(draw_report(seed + number, layout))))
    return found


def try_parse(path: Path) -> str:
    """What became of a file, in a worker: read, refused (and how), or the fault that it met."""
    try:
        parse(path)
    except GxkitError as error:
        said = str(error)
        is_clear = said and "\n" not in said and "Traceback" not in said
        return type(error).__name__ if is_clear else f"FELL: no clear sentence: {said!r}"
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        where = traceback.format_exc().strip().splitlines()
        return "FELL: " + " | ".join(line.strip() for line in where[-5:])
    return "read"


class Outcomes:
    """How many damaged files of each format came to which end, and which took longest."""

    def __init__(self) -> None:
        self.ends: dict[str, Counter[str]] = defaultdict(Counter)
        self.slowest: list[tuple[float, str]] = []
        self.fallen = 0

    def note(self, path: Path, became: str, seconds: float) -> None:
        """One more file; one that fell, or met a bound of the guard, is named and kept."""
        end, *_ = became.split(":")
        self.ends[path.suffix[1:]][end] += 1
        self.slowest = sorted([*self.slowest, (seconds, path.name)], reverse=True)[:_SLOWEST]
        self.fallen += end == _FELL
        if end in (_FELL, *_BOUNDS):
            print(f"{path.name}: {seconds:.1f} s: {became}", flush=True)
        else:
            path.unlink()

    def table(self) -> str:
        """A line for each format and one for all, how many came to each end."""
        every = sum(self.ends.values(), Counter())
        lines = [*sorted(self.ends.items()), ("all", every)]
        said = []
        for ending, ends in lines:
            counts = ", ".join(f"{times} {end}" for end, times in ends.most_common())
            said.append(f"{ending:5} {ends.total():6}: {counts}")
        slow = ", ".join(f"{seconds:.1f} s {name}" for seconds, name in self.slowest)
        return "\n".join([*said, f"slowest: {slow}"])


def fuzz(first: int, count: int, seed: int, folder: Path) -> int:
    """Reads damaged files, so many from a number on, and prints what became of them; 1 where one
    fell."""
    originals = sources(seed)
    outcomes = Outcomes()
    with Guard(seconds=_PATIENCE) as guard:
        for number in range(first, first + count):
            dice = random.Random(f"{seed}/{number}")
            ending, data = originals[number % len(originals)]
            path = folder / f"{seed}-{number:05}.{ending}"
            path.write_bytes(damage(data, dice))
            start = time.perf_counter()
            became = _ask(guard, path)
            outcomes.note(path, became, time.perf_counter() - start)
    print(f"{count} damaged files\n{outcomes.table()}")
    return 1 if outcomes.fallen else 0


def _ask(guard: Guard, path: Path) -> str:
    try:
        became: str = guard.ask(try_parse, (path,))
    except (TooSlowError, TooHungryError) as error:
        # a bound that was met, and said
        return f"{type(error).__name__}: {error}"
    except GxkitError as error:
        return f"{_FELL}: {error}"
    return became
