"""Damaged copies of reports in every format, the same for the same seed."""

from __future__ import annotations

import io
import random
import re
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hands.drawn import LAYOUTS, draw_report
from twenty import FORMATS

from gxkit.errors import GxkitError, ReadError, TooHungryError, TooSlowError
from gxkit.parsing.one import parse
from gxkit.readers.guard import Guard

_REPORTS = Path(__file__).resolve().parents[2] / "data" / "reports"
_FEW = 40
"""drawn reports a format is damaged in"""
_SECONDS = 60.0
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


def fuzz(count: int, seed: int, folder: Path) -> int:
    """Reads so many damaged files and prints what became of them; 1 where one fell, which is
    kept."""
    originals = sources(seed)
    outcomes: Counter[str] = Counter()
    fallen: list[str] = []
    slowest = (0.0, "")
    with Guard(seconds=4 * _SECONDS) as guard:
        for number in range(count):
            dice = random.Random(f"{seed}/{number}")
            ending, data = originals[number % len(originals)]
            path = folder / f"{seed}-{number:05}.{ending}"
            path.write_bytes(damage(data, dice))
            start = time.perf_counter()
            try:
                became = guard.ask(try_parse, (path,))
            except (TooSlowError, TooHungryError) as error:
                # a bound that was met, and said
                became = type(error).__name__
            except ReadError as error:
                became = f"FELL: {error}"
            slowest = max(slowest, (time.perf_counter() - start, path.name))
            outcomes[became if not became.startswith("FELL") else "FELL"] += 1
            if became.startswith("FELL"):
                fallen.append(path.name)
                print(f"{path.name}: {became}", flush=True)
            else:
                path.unlink()
    said = ", ".join(f"{times} {what}" for what, times in outcomes.most_common())
    print(f"{count} damaged files: {said}; slowest {slowest[0]:.1f} s ({slowest[1]})")
    return 1 if fallen else 0
