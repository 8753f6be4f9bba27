"""Damaged PDFs by the thousand. Run by hand, never as a test.

    python benchmarks/mutate_pdf.py [--count 2000] [--seed 1] [FILE ...]

Each is a report (data/reports/*.pdf unless files are given) with bytes flipped, streams truncated,
objects swapped, nested too deep, or sizes that are lies. Every one must be read, or refused with
one clear ReadError, within ten seconds and a gigabyte; what a worker process died of is listed, and
its file kept.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from gxkit.errors import ReadError
from gxkit.readers.guard import MEGABYTES, SECONDS, Guard

ROOT = Path(__file__).resolve().parents[1]
_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_NUMBER = re.compile(rb"(?<=[ /\[])\d+(?=[ /\]>\r\n])")
_SHORTEST = 3  # bytes of a stream that is worth cutting


def flip_bytes(data: bytes, dice: random.Random) -> bytes:
    """Some bytes anywhere made others."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 3, 20, 200))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def truncate_stream(data: bytes, dice: random.Random) -> bytes:
    """One stream cut short, its declared length as before."""
    streams = [match for match in _STREAM.finditer(data) if len(match[1]) >= _SHORTEST]
    if not streams:
        return data[: dice.randrange(len(data))] + b"\n%%EOF\n"
    match = dice.choice(streams)
    keep = match.start(1) + dice.randrange(len(match[1]))
    return data[:keep] + data[match.end(1) :]


def swap_objects(data: bytes, dice: random.Random) -> bytes:
    """The contents of two objects exchanged, so that fonts are pages and pages fonts."""
    objects = list(_OBJECT.finditer(data))
    if len(objects) <= 1:
        return flip_bytes(data, dice)
    first, second = sorted(dice.sample(objects, 2), key=lambda match: match.start())
    between = data[first.end() : second.start()]
    one, one_body = split_object(first[0])
    other, other_body = split_object(second[0])
    exchanged = one + other_body + between + other + one_body
    return data[: first.start()] + exchanged + data[second.end() :]


def split_object(item: bytes) -> tuple[bytes, bytes]:
    """An object's number and what it is."""
    head, word, body = item.partition(b" obj")
    return head + word, body


def change_numbers(data: bytes, dice: random.Random) -> bytes:
    """Numbers of the file's structure made huge, negative or 0: references, lengths, boxes."""
    numbers = list(_NUMBER.finditer(data))
    chosen = dice.sample(numbers, min(len(numbers), dice.choice((1, 5, 40))))
    changed = data
    for match in sorted(chosen, key=lambda match: -match.start()):
        lie = dice.choice((b"10737418240", b"-1", b"0", b"4294967295", b"1", b"99999"))
        changed = changed[: match.start()] + lie + changed[match.end() :]
    return changed


def nest(data: bytes, dice: random.Random) -> bytes:
    """Arrays, dictionaries or the page tree nested far too deep, in place of one object."""
    objects = list(_OBJECT.finditer(data))
    depth = dice.choice((500, 20_000, 200_000))
    deep = dice.choice(
        (
            b"[" * depth + b"]" * depth,
            b"<</A" * depth + b">>" * depth,
            b"(" * depth + b")" * depth,
            b"<< /Type /Pages /Kids [1 0 R 2 0 R 3 0 R 4 0 R 5 0 R] /Count 100000000 >>",
        )
    )
    if not objects:
        return data[:20] + deep + data[20:]
    match = dice.choice(objects)
    head, _ = split_object(match[0])
    return data[: match.start()] + head + b"\n" + deep + b"\nendobj" + data[match.end() :]


def cut(data: bytes, dice: random.Random) -> bytes:
    """A piece in the middle missing, the end mark still there."""
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, len(data)) :][-4096:] + b"\n%%EOF\n"


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip_bytes,
    truncate_stream,
    swap_objects,
    change_numbers,
    nest,
    cut,
)


def mutate(data: bytes, seed: int) -> tuple[str, bytes]:
    """A damaged copy, the same for the same seed, and the names of what was done."""
    dice = random.Random(seed)
    done = [MUTATIONS[seed % len(MUTATIONS)], *dice.sample(MUTATIONS, dice.choice((0, 0, 1)))]
    for mutation in done:
        data = mutation(data, dice)
    return "+".join(mutation.__name__ for mutation in done), data


class Tally:
    """What became of the files so far."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.slowest = (0.0, "")
        self.lost: list[str] = []

    def read(self, guard: Guard, path: Path) -> None:
        """Reads one file; it is deleted unless a process was lost to it."""
        start = time.perf_counter()
        try:
            guard.read(path)
            self.outcomes["read"] += 1
            is_lost = False
        except ReadError as error:
            self.outcomes[type(error).__name__] += 1
            is_lost = self._judge(path.name, str(error))
        self.slowest = max(self.slowest, (time.perf_counter() - start, path.name))
        if not is_lost:
            path.unlink()

    def _judge(self, name: str, said: str) -> bool:
        """Whether a refusal says that a process was lost; unclear ones are noted."""
        if "\n" in said or not said.startswith(name):
            self.lost.append(f"{name}: no clear sentence: {said}")
        is_lost = "died" in said or "given up" in said
        if is_lost:
            self.lost.append(said)
        return is_lost

    def show(self) -> None:
        """Prints all of it."""
        outcomes = ", ".join(f"{count} {what}" for what, count in self.outcomes.most_common())
        print(f"{self.outcomes.total()} mutated PDFs: {outcomes}")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        seconds, name = self.slowest
        print(
            f"slowest {seconds:.2f} s ({name}); largest worker {peak:.0f} MB; "
            f"limits {SECONDS:g} s, {MEGABYTES} MB"
        )
        for sentence in self.lost:
            print(sentence)


def main() -> int:
    """Damages as many files as asked for, and reads them; 1 where one was lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files = options.files or sorted((ROOT / "data" / "reports").glob("*.pdf"))
    sources = [path.read_bytes() for path in files]
    folder = Path(tempfile.mkdtemp(prefix="gxkit-mutated-"))
    tally = Tally()
    with Guard() as guard:
        for number in range(options.count):
            seed = options.seed * 1_000_000 + number
            done, data = mutate(sources[number % len(sources)], seed)
            path = folder / f"{number:05}-{done}.pdf"
            path.write_bytes(data)
            tally.read(guard, path)
    tally.show()
    if not tally.lost:
        folder.rmdir()
    return 1 if tally.lost else 0


if __name__ == "__main__":
    sys.exit(main())
