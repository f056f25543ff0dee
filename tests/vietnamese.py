"""Whether a text for a Vietnamese reader has English words left in it."""

from __future__ import annotations

import re

WORDS = """
a above ahead all allowed an and are as at average be before below best between but by cannot directory each error
every expected few first for forecast found from give given growth has have here how if interval is it its last least
lies median missing model more most needs no not of on one only or other points posterior prior probability
quarter record remove same says scenario semicolons seven share should such tabs that the their them then there these
they this those to together told too two was were what when where which who will with without words would write year
years yet you
"""
ENGLISH = frozenset(WORDS.split())
NOT_READ = (
    r"\{[^\n]*\}",  # what to write in a file
    r"'[^'\n]*'",  # quoted names
    r"`[^`\n]*`",
    r"\bqnsim [\w-]+",  # commands
    r"--[\w-]+(?: (?:missed|reached)\b)?",  # options with their values
    r"\b\w+(?:[/\\][\w.-]+)+",  # paths
    r"\b\w+(?:_\w+)+\b",  # names in code
    r"\b\w+(?:-\w+)+\b",  # scenarios
    r"\b\w*\d\w*\b",  # digests and periods
)


def english_words(text: str) -> set[str]:
    """The English words of a list that stand in a text, apart from names, paths and commands, in small letters.

    Words that Vietnamese has too, such as `do`, `can` or `than`, are mostly left off the list.
    """
    for pattern in NOT_READ:
        text = re.sub(pattern, " ", text)
    return {word.lower() for word in re.findall(r"[^\W\d_]+", text)} & ENGLISH
