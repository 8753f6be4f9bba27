"""What the rules say that no form states, in Chinese and English; a form says its own."""

from __future__ import annotations

from gxkit.text import Sentence

RULES: dict[str, Sentence] = {
    "implied": Sentence(
        "空格的数可由其他勾稽关系推出",
        "the other figures imply the number of an empty cell",
    ),
    "joined": Sentence("连写的数字应能拆成各栏的数", "figures run together can be told apart"),
}
