"""What editions, families of forms and rules are called where there is little room."""

from __future__ import annotations

from gxkit.charts.words import WORDS, word


def rule_words(rule: str, language: str) -> str:
    return word(rule, language) if rule in WORDS else ""


def edition_name(edition: str, language: str) -> str:
    key = f"edition {edition}"
    return word(key, language) if key in WORDS else edition.removeprefix("fujian-")


def family_name(family: str, language: str) -> str:
    return word(f"form {family}", language) if f"form {family}" in WORDS else family
