"""Damage to text files, random but repeatable: what slips, bad editors, wrong encodings and malice do."""

from __future__ import annotations

import codecs
import random
import re
import unicodedata
from collections.abc import Callable

CLAIM = "A damaged or hostile file never crashes the program and never changes a result in silence"
HOW = (
    "Files damaged at random are refused with file, line and advice, or read exactly as PyYAML and pandas read them, "
    "numbers and units worked out anew; bombs, endless chains, pipes, look-alikes and formulas are tried by name"
)
LONG = "9" * 400
NUMBERS = (
    *(
        "0",
        "-0",
        "-1",
        "1",
        "007",
        "0x10",
        "0o17",
        "0b1",
        "1_000",
        "1.000",
        "1,5",
        "1.000,5",
        "2.50",
        "12.",
        ".5",
        "1e3",
    ),
    *(
        "1e308",
        "1e400",
        "-1e400",
        "nan",
        "NaN",
        ".nan",
        "inf",
        "-.inf",
        "∞",
        "１２",
        "٣",
        "½",
        "1 000",
        "1\u00a0000",
        "85 %",
    ),
    *(
        "85%",
        "8 5",
        "--1",
        "+1",
        "1/2",
        "12:30:45",
        "2022-12-09",
        "2023Q1",
        "\N{MINUS SIGN}3",
        LONG,
        f"0.{LONG}",
        f"{LONG}.5x",
    ),
)
WORDS = (
    *("yes", "no", "on", "null", "~", "true", "", "''", '""', "[]", "{}", "-", "?", "|", ">", "x" * 3000, "Quảng Ninh"),
    *(
        "1e308 km",
        "million USD ** 99999",
        "million USD / year",
        "billion USD",
        "percent",
        "pp",
        "% / year",
        "°C",
        "USD USD",
    ),
    *("__import__('os').system('id')", "${HOME}", "{{7*7}}", "=1+1", "@SUM(A1)", "+1", "../../etc/passwd", "/dev/zero"),
    *(
        "https://example.org/a.yaml",
        "file:///dev/zero",
        "2023",
        "2024Q4",
        "2041",
        "Q3/2023",
        "Quý III/2023",
        "DROP TABLE",
    ),
)
SIGNS = (
    *(
        *":,;#-?&*!|>'\"%@`{}[]\\/=+.~_$§",
        ": ",
        " #",
        "- ",
        "? ",
        ", ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\n\n",
        "\x00",
        "\x07",
        "\x1b",
    ),
    *(
        "\x85",
        "\u2028",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\ufffd",
        "\u0301",
        "\U0001f300",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
    ),
    *(
        "&a ",
        "*a",
        "<<: *a",
        "!!python/object/apply:os.system ",
        "!!binary ",
        "!!float ",
        "!x ",
        '""',
        "[" * 40,
        "{a: " * 40,
    ),
    *("- " * 40, '"\\x41"', '"\\ud800"', '"\\UFFFFFFFF"', "''", '"', "<<", "=1+1"),
)
ENCODINGS = ("utf-16", "utf-16-le", "latin-1", "cp1258", "utf-32", "utf-8-sig")

Damage = Callable[[random.Random, str], str]


def damaged(seed: str, text: str) -> bytes:
    """The text after one to three pieces of damage; the same seed does the same damage."""
    source = random.Random(seed)
    for _ in range(source.choice((1, 1, 1, 2, 3))):
        text = source.choice(DAMAGES)(source, text)
    content = text.encode("utf-8", errors="surrogatepass")
    return source.choice(BYTE_DAMAGES)(source, content) if source.random() < 0.1 else content


def harmless(seed: str, text: str, comments: bool) -> bytes:
    """The text after changes that mean nothing: comments, blank lines, separate accents, line ends, byte order mark."""
    source = random.Random(seed)
    changes = (_blank, _decomposed, _decomposed_lines, *((_comment,) if comments else ()))
    for _ in range(source.randint(1, 4)):
        text = source.choice(changes)(source, text)
    text = text.replace("\n", source.choice(("\n", "\n", "\r\n")))
    return source.choice((b"", codecs.BOM_UTF8)) + text.encode()


def _lines(edit: Callable[[random.Random, list[str], int], None]) -> Damage:
    """Damage to one of the lines of a text."""

    def damage(source: random.Random, text: str) -> str:
        lines = text.splitlines(keepends=True) or [""]
        edit(source, lines, source.randrange(len(lines)))
        return "".join(lines)

    return damage


def _delete_line(source: random.Random, lines: list[str], at: int) -> None:
    del lines[at]


def _repeat_line(source: random.Random, lines: list[str], at: int) -> None:
    lines.insert(source.randrange(len(lines) + 1), lines[at])


def _swap_lines(source: random.Random, lines: list[str], at: int) -> None:
    other = source.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _indent(source: random.Random, lines: list[str], at: int) -> None:
    lines[at] = source.choice(("  ", " ", "\t", "\u00a0", "    ", "- ")) + lines[at]


def _outdent(source: random.Random, lines: list[str], at: int) -> None:
    lines[at] = lines[at][source.choice((1, 2, 4)) :] if lines[at].startswith(" ") else lines[at]


def _join(source: random.Random, lines: list[str], at: int) -> None:
    lines[at] = lines[at].rstrip("\n") + source.choice(("", " "))


def _value(source: random.Random, lines: list[str], at: int) -> None:
    key, colon, _ = lines[at].partition(":")
    if colon:
        lines[at] = f"{key}: {source.choice(WORDS + NUMBERS)}\n"


def _cells(source: random.Random, lines: list[str], at: int) -> None:
    cells = lines[at].rstrip("\n").split(",")
    place, other = source.randrange(len(cells)), source.randrange(len(cells))
    cells[place : place + 1] = source.choice(([], [cells[place]] * 2, [cells[other]], [source.choice(WORDS + NUMBERS)]))
    lines[at] = ",".join(cells) + "\n"


def _decomposed_line(source: random.Random, lines: list[str], at: int) -> None:
    lines[at] = unicodedata.normalize("NFD", lines[at])


def _delete(source: random.Random, text: str) -> str:
    at = source.randrange(len(text) + 1)
    return text[:at] + text[at + source.choice((1, 1, 2, 20)) :]


def _repeat(source: random.Random, text: str) -> str:
    at, size = source.randrange(len(text) + 1), source.choice((1, 2, 30))
    return text[: at + size] + text[at:]


def _swap(source: random.Random, text: str) -> str:
    at = source.randrange(len(text) + 1)
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _insert(source: random.Random, text: str) -> str:
    at = source.randrange(len(text) + 1)
    return text[:at] + source.choice(SIGNS) + text[at:]


def _splice(source: random.Random, text: str) -> str:
    start, at = source.randrange(len(text) + 1), source.randrange(len(text) + 1)
    return text[:at] + text[start : start + source.randint(1, 60)] + text[at:]


def _truncate(source: random.Random, text: str) -> str:
    return text[: source.randrange(len(text) + 1)]


def _replace(pattern: str, others: tuple[str, ...]) -> Damage:
    """Damage that puts something else in the place of one match of a pattern."""

    def damage(source: random.Random, text: str) -> str:
        found = list(re.finditer(pattern, text))
        if not found:
            return text
        match = source.choice(found)
        other = source.choice((*others, source.choice(found)[0]))
        return text[: match.start()] + other + text[match.end() :]

    return damage


def _decomposed(source: random.Random, text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _comment(source: random.Random, text: str) -> str:
    return source.choice((f"# {source.choice(WORDS[-8:])}\n{text}", text + "# the end: {[&*\n"))


def _decomposed_lines(source: random.Random, text: str) -> str:
    return "".join(source.choice((line, _decomposed(source, line))) for line in text.splitlines(keepends=True))


def _blank(source: random.Random, text: str) -> str:
    return source.choice((f"\n{text}", f"{text}\n\n"))


def _flip(source: random.Random, content: bytes) -> bytes:
    at = source.randrange(len(content) + 1)
    return content[:at] + bytes([source.randrange(256)]) + content[at + source.choice((0, 1)) :]


def _recode(source: random.Random, content: bytes) -> bytes:
    return content.decode("utf-8", errors="replace").encode(source.choice(ENCODINGS), errors="replace")


def _mark(source: random.Random, content: bytes) -> bytes:
    return source.choice((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF8 * 2)) + content


def _cut(source: random.Random, content: bytes) -> bytes:
    return content[: source.randrange(len(content) + 1)]


DAMAGES: tuple[Damage, ...] = (
    *map(_lines, (_delete_line, _repeat_line, _swap_lines, _indent, _outdent, _join, _value, _cells, _decomposed_line)),
    *(_delete, _repeat, _swap, _insert, _insert, _splice, _truncate, _decomposed, _comment),
    *(
        _replace(r"\d[\d.]*", NUMBERS),
        _replace(r"\d[\d.]*", NUMBERS),
        _replace(r"[\w%]+", WORDS),
        _replace(r"\w+:", SIGNS),
    ),
)
BYTE_DAMAGES = (_flip, _flip, _recode, _mark, _cut)
