"""Why a file among many gave no report, as data: which file, what kind of fault, in what words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gxkit import errors
from gxkit.errors import GxkitError
from gxkit.text import Frame, Named, Sentence, WithFace, later


class FailureKind(Named):
    """What kind of fault it is."""

    ABSENT = ("absent", "文件不存在", "no file there")
    EMPTY = ("empty", "空文件", "empty file")
    UNKNOWN = ("unknown", "文件格式不识别", "unknown format")
    DAMAGED = ("damaged", "文件损坏", "damaged file")
    ENCRYPTED = ("encrypted", "文件加密", "encrypted file")
    PICTURES = ("pictures", "只有图片", "pictures without text")
    TOO_LARGE = ("too large", "超过大小限制", "over the limit of size")
    NO_REPORT = ("no report", "其中没有年度报告", "no report in it")
    SLOW = ("slow", "超过时间限制", "over the limit of time")
    HUNGRY = ("hungry", "超过内存限制", "over the limit of memory")
    DIED = ("died", "识读进程中止", "its reader died")
    FAULT = ("fault", "gxkit 自身出错", "fault of gxkit")
    OTHER = ("other", "其他", "other")


# the first that fits: what is more special stands before what it is a kind of
_KINDS: tuple[tuple[type[GxkitError], FailureKind], ...] = (
    (errors.NotAFileError, FailureKind.ABSENT),
    (errors.EmptyFileError, FailureKind.EMPTY),
    (errors.UnknownFormatError, FailureKind.UNKNOWN),
    (errors.TooSlowError, FailureKind.SLOW),
    (errors.TooHungryError, FailureKind.HUNGRY),
    (errors.WorkerError, FailureKind.DIED),
    (errors.DamagedFileError, FailureKind.DAMAGED),
    (errors.EncryptedFileError, FailureKind.ENCRYPTED),
    (errors.NoTextError, FailureKind.PICTURES),
    (errors.TooLargeError, FailureKind.TOO_LARGE),
    (errors.OwnFaultError, FailureKind.FAULT),
    (errors.NoReportError, FailureKind.NO_REPORT),
)
# These may be the machine's fault of the moment, or the network's: another run asks again.
PASSING = frozenset(
    {
        FailureKind.ABSENT,
        FailureKind.SLOW,
        FailureKind.HUNGRY,
        FailureKind.DIED,
        FailureKind.FAULT,
        FailureKind.OTHER,
    }
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file gave no report: its path, the sentence, its kind, and the seconds that it took."""

    file: str
    says: Sentence
    kind: FailureKind
    seconds: float = 0.0

    @property
    def reason(self) -> str:
        """The sentence in the language that is set."""
        return str(GxkitError.of(self.says))


def failure_of(
    file: str,
    error: GxkitError,
    seconds: float,
) -> Failure:
    """The failure that an error means."""
    fitting = (kind for known, kind in _KINDS if isinstance(error, known))
    said = Sentence(error.zh, error.en)
    return Failure(file, said, next(fitting, FailureKind.OTHER), seconds)


class Failures(WithFace, Mapping[str, str]):
    """The files that gave no report: by path the reason; `to_frame` says more of each."""

    def __init__(self, failures: Iterable[Failure] = ()) -> None:
        self._all = {failure.file: failure for failure in failures}

    def __getitem__(self, file: str) -> str:
        """Why a file gave no report; KeyError for one that did."""
        return self._all[file].reason

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def each(self) -> tuple[Failure, ...]:
        """All that is known of each, in the order of the files."""
        return tuple(self._all.values())

    def to_frame(self) -> Frame:
        """One line a file: file, reason, kind, seconds."""
        frame: Frame = later("frame of failures")(self.each())
        return frame
