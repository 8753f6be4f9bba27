"""What a data folder holds beside its reports: panel and description, written and verified."""

from __future__ import annotations

import filecmp
import os
import tempfile
from pathlib import Path

from gxkit.errors import CatalogError, CorrectionError
from gxkit.folder import catalog
from gxkit.folder.applying import find_strays
from gxkit.folder.collection import Collection, read_collection
from gxkit.folder.decisions import CORRECTIONS, read_corrections
from gxkit.forms.crosswalk import crosswalk
from gxkit.output.files import writing_together
from gxkit.parsing.files import FRAMES

PANEL_FILES = (
    "panel.parquet",
    "panel.csv",
    "findings.csv",
    "concepts.csv",
    "indicators.csv",
    "datapackage.json",
    "dictionary.csv",
)


def write_panel(collection: Collection, folder: str | os.PathLike[str]) -> list[Path]:
    """Panel, findings, concepts, indicators and their description as PANEL_FILES.

    The same reports give the same bytes. ValueError if the panel is not as its schema says,
    CorrectionError if a decision no longer fits.
    """
    from gxkit.panel.description import write_package
    from gxkit.panel.frames import to_csv, to_parquet
    from gxkit.panel.validation import validate

    collection.refuse_stale()
    base = Path(folder)
    base.mkdir(parents=True, exist_ok=True)
    panel = validate(collection.panel)
    # An edition that gxkit learns, and of which the panel has no report, leaves its files alone.
    editions = crosswalk().relatives(panel["edition"].unique())
    # all or none, for the files of two states contradict each other
    with writing_together(base) as made:
        written = [
            to_parquet(panel, made / "panel.parquet"),
            to_csv(panel, made / "panel.csv"),
            to_csv(collection.findings, made / "findings.csv"),
            to_csv(collection.concepts, made / "concepts.csv"),
            to_csv(collection.indicators, made / "indicators.csv"),
            *write_package(made, editions),
        ]
    return [base / path.name for path in written]


def verify_folder(folder: str | os.PathLike[str]) -> list[str]:
    """One sentence for each file that is not as the catalog says, each panel file that a rebuild
    does not give, and frames that are not what was written, or were made of something else."""
    base = Path(folder)
    # a plain folder has nothing but its frames that could be other than its files
    if not (base / catalog.CATALOG).exists() and (base / FRAMES).is_dir():
        return _stale_frames(base)
    deviations = catalog.verify(base)
    if (base / CORRECTIONS).exists():
        known = [entry.sha256 for entry in catalog.read_catalog(base / catalog.CATALOG)]
        strays = find_strays(read_corrections(base / CORRECTIONS), known)
        deviations += [str(CorrectionError.of(stray)) for stray in strays]
    # A rebuild from files that are not the catalogued ones would only repeat the same news.
    return deviations or [*_stale_frames(base), *_stale_files(base)]


def _stale_frames(base: Path) -> list[str]:
    """A sentence if the frames of `gxkit build` are not what was written, or were made of something
    else than is there now."""
    from gxkit.folder.framing import is_current
    from gxkit.panel.made import find_damage

    damage = find_damage(base)
    if damage:
        return [str(CatalogError.of(damage))]
    # None where no frames are, which is no fault: a small folder needs none
    if is_current(base) is not False:
        return []
    write = f"gxkit build {base}"
    there = base / FRAMES
    stale = CatalogError(
        f"{there}：写成之后，文件、目录、决定或 gxkit 已有变动；请用 {write} 重新写出。",
        f"{there}: files, catalog, decisions or gxkit have changed since it was written; write it "
        f"anew with {write}.",
    )
    return [str(stale)]


def _stale_files(base: Path) -> list[str]:
    """One sentence for each panel file that is not what the reports give now; none where no panel
    was ever written, as in a new folder, or one that is built."""
    if not any((base / name).exists() for name in PANEL_FILES):
        return []
    with tempfile.TemporaryDirectory() as temporary:
        made = write_panel(read_collection(base), temporary)
        said = [_compare(one, base) for one in made]
    return [str(amiss) for amiss in said if amiss]


def _compare(made: Path, base: Path) -> CatalogError | None:
    """What is wrong with the file of a folder beside the one just made; None if nothing is."""
    there = base / made.name
    write = f"`gxkit study {base} --panel`"
    if not there.is_file():
        return CatalogError(
            f"{there}：缺失；{write} 会写出它。", f"{there}: missing; {write} writes it."
        )
    # The bytes of Parquet differ between versions of pyarrow though the figures are the same.
    if made.suffix == ".parquet":
        if _is_same_frame(made, there):
            return None
        return CatalogError(
            f"{there}：其中的数字与现有报告给出的不同；请用 {write} 重新写出。",
            f"{there}: its figures differ from what the reports give now; write it anew with "
            f"{write}.",
        )
    if filecmp.cmp(made, there, shallow=False):
        return None
    return CatalogError(
        f"{there}：与现有报告给出的不同；如果报告或 gxkit 是有意改动的，请用 {write} 重新写出并"
        "比较。",
        f"{there}: differs from what the reports give now; if the reports or gxkit changed "
        f"on purpose, write it anew with {write} and compare.",
    )


def _is_same_frame(one: Path, other: Path) -> bool:
    """Whether two Parquet files hold the same figures (their bytes depend on pyarrow's version)."""
    import pyarrow.parquet

    made, there = (pyarrow.parquet.read_table(path) for path in (one, other))
    return bool(made.equals(there))
