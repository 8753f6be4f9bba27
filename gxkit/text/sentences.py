"""What is to be said, as data: a Chinese and an English template with the things that fill it.

A sentence is made last, in the reader's language. Whoever wants to know what it says looks at its
fields, and nobody takes the words apart again. Anything with `say(language)` can stand in it: a
place, a name, another sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from gxkit.text.printed import Number

LANGUAGES = ("zh", "en")
Thing = TypeVar("Thing")
_SHOWN = {"language": LANGUAGES[0]}
"""the language of everything that is shown and was not asked for in another one"""


class Sayable(Protocol):
    """What can be said in Chinese and in English."""

    def say(self, language: str) -> str: ...


Said = str | Number | Sayable | None
"""what may fill a place of a sentence; None says nothing"""


def choose(
    zh: str,
    en: str,
    language: str,
) -> str:
    """One of two texts; ValueError for a language that is neither."""
    return choose_from({"zh": zh, "en": en}, language)


def choose_from(things: Mapping[str, Thing], language: str) -> Thing:
    """What a table has for a language; ValueError for one that is neither `zh` nor `en`."""
    if language not in LANGUAGES:
        raise ValueError(
            f"语言写的是 {language!r}，应为 'zh' 或 'en'。 "
            f"The language is {language!r}; expected 'zh' or 'en'."
        )
    return things[language]


def language(wanted: str = "") -> str:
    """The language in which gxkit shows things from now on, `zh` or `en`; without one, that which
    is set.

    It holds for the whole process; ValueError for a language that is neither.
    """
    if wanted != "":
        # zh-CN and en-US as systems write them; an unknown one is refused before anything is set
        short = str(wanted).replace("_", "-").partition("-")[0].lower()
        _SHOWN["language"] = choose(*LANGUAGES, short)
    return _SHOWN["language"]


def shown_language(wanted: str | None = None) -> str:
    """The language to show something in: the one that was asked for, else the one that is set."""
    return _SHOWN["language"] if wanted is None else choose(*LANGUAGES, wanted)


def say(said: Said, language: str) -> str:
    """A field in words: numbers and texts as they are, all else in the language."""
    if said is None:
        return ""
    # a named value is a text too (`Named` is a StrEnum): its name in the language is wanted
    speak = getattr(said, "say", None)
    return str(speak(language)) if speak else str(said)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template in Chinese and English with its fields; without fields it is said as it stands,
    braces and all.

    >>> gap = Sentence("{label} 相差 {gap}", "{label} is off by {gap}").fill(label="总计", gap=7)
    >>> gap.say("zh"), gap.say("en"), gap["gap"]
    ('总计 相差 7', '总计 is off by 7', 7)
    """

    zh: str
    en: str
    fields: tuple[tuple[str, Said], ...] = ()

    @classmethod
    def same(cls, text: str) -> Sentence:
        """A text that is the same in both languages, such as a label or a name."""
        return cls(text, text)

    def fill(self, **fields: Said) -> Sentence:
        """The sentence with further fields."""
        return Sentence(self.zh, self.en, (*self.fields, *fields.items()))

    def say(self, language: str) -> str:
        """The sentence in `zh` or `en`; ValueError otherwise."""
        template = choose(self.zh, self.en, language)
        # a text from a file may have braces of its own
        if not self.fields:
            return template
        words = {name: say(said, language) for name, said in self.fields}
        return template.format(**words)

    def __str__(self) -> str:
        """In English, as files and JSON hold what no language was asked for."""
        return self.say("en")

    def __getitem__(self, name: str) -> Said:
        """The field of that name; KeyError if there is none."""
        return dict(self.fields)[name]


@dataclass(frozen=True, slots=True)
class Listed:
    """Things said one after the other, with a mark between them.

    >>> Listed(("R1", "R2")).say("zh"), Listed(("R1", "R2")).say("en")
    ('R1、R2', 'R1, R2')
    >>> Listed((1, 2), "，", " and ").say("en")
    '1 and 2'
    """

    items: tuple[Said, ...]
    zh: str = "、"
    en: str = ", "

    def say(self, language: str) -> str:
        """The items in one language; ValueError for another than `zh` and `en`."""
        mark = choose(self.zh, self.en, language)
        return mark.join(say(item, language) for item in self.items)


class Named(StrEnum):
    """Values with a name in Chinese and English; each equals its plain text, which files and JSON
    hold.

    A member is written as (value, Chinese name, English name), with longer words for the dictionary
    where there are any: (…, Chinese meaning, English meaning).
    """

    zh: str
    en: str
    meaning: Sentence

    def __new__(
        cls,
        value: str,
        zh: str = "",
        en: str = "",
        meaning_zh: str = "",
        meaning_en: str = "",
    ) -> Named:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en or value
        member.meaning = Sentence(meaning_zh or zh, meaning_en or member.en)
        return member

    def say(self, language: str) -> str:
        """The name in `zh` or `en`; ValueError otherwise."""
        return choose(self.zh, self.en, language)
