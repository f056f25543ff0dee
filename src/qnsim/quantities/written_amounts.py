"""Numbers as people write them: the one accepted form, and what was probably meant by the others."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from qnsim.language import Sentence, say

NUMBER = r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?"
AMBIGUOUS = r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}"  # 2.000 is two thousand to a Vietnamese reader, two to a program
_SPACED = r"[+-]?\d{1,3}( \d{3})+([.,]\d+)?(?= |%|$)"  # 1 234,5 is one number, not 1 with something beside it
_LONGEST = 500  # far more than a number and its unit; a longer text would keep the patterns below busy for hours
_MINUS = "\N{MINUS SIGN}"
_SWITCHES = ("no", "yes", "on", "off", "true", "false", "n", "y")


class Amount(NamedTuple):
    """A number and the unit written beside it, None if there is none."""

    number: float
    unit: str | None


class Trap(NamedTuple):
    """A way of writing numbers that is not accepted, why, and how to write the same number."""

    pattern: str
    fault: str
    repair: Callable[[str], str]


def _plain(text: str) -> str:
    return format(Decimal(text), "f")


def _without(signs: str) -> Callable[[str], str]:
    return lambda text: _plain(re.sub(f"[{signs}]", "", text))


def _from_european(text: str) -> str:
    return _plain(re.sub("[. ]", "", text).replace(",", "."))


def _either(text: str) -> str:
    first, second = _plain(text.replace(",", ".")), _plain(text.replace(",", ""))
    return say("{first}0 or {second}", first=first, second=second)


def _spaced(text: str) -> str:
    return re.sub(r"([A-Za-z]+)$", r" \1", text)


_TRAPS = (
    Trap(r"[+-]?[1-9]\d{0,2},\d{3}", say("has a comma"), _either),
    Trap(r"[+-]?\d+,\d+", say("has a decimal comma"), _from_european),
    Trap(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", say("has separators of thousands"), _without(",")),
    Trap(r"[+-]?\d{1,3}(\.\d{3}){2,}", say("has separators of thousands"), _without(".")),
    Trap(r"[+-]?\d{1,3}(\.\d{3})+,\d+", say("has separators of thousands and a decimal comma"), _from_european),
    Trap(r"[+-]?\d{1,3}( \d{3})+(\.\d+)?", say("has separators of thousands"), _without(" ")),
    Trap(r"[+-]?\d{1,3}( \d{3})+,\d+", say("has separators of thousands and a decimal comma"), _from_european),
    Trap(r"[+-]?\d*\.?\d+[eE][+-]?\d{1,2}", say("is in scientific notation"), _plain),
    Trap(r"[+-]?\d[\d_]*(\.\d+)?", say("has underscores or leading zeros"), _without("_")),
    Trap(r"[+-]?(\.\d+|\d+\.)", say("lacks a digit beside the point"), _plain),
    Trap(rf"{_MINUS}\d+(\.\d+)?", say("has a typographic minus"), lambda text: _plain(text.replace(_MINUS, "-"))),
    Trap(
        r"[+-]?\d[\dOo.]*[Oo][\dOo.]*",
        say("has the letter O in place of a zero"),
        lambda text: re.sub("[Oo]", "0", text),
    ),
    Trap(r"[+-]?\d+(\.\d+)?[A-Za-z]{2,}", say("lacks a space before the unit"), _spaced),
)


def number(written: object) -> float:
    """The number that stands in a file. Raises `ValueError` in plain words, with the form to write instead."""
    _refuse_ambiguous(_text(written))
    return decimal(written)


def decimal(written: object) -> float:
    """The number that stands in a table, where the point is always the decimal sign. Raises `ValueError` likewise."""
    text = _text(written)
    if re.fullmatch(NUMBER, text):
        return _finite(text)
    amount = re.fullmatch(rf"({NUMBER}) ?([^\W\d_]|[%‰$€₫]).*", text)
    if amount and not _fault(text):
        raise ValueError(
            say(
                "'{text}' has a unit; expected a number; write {amount} here and the unit in 'unit:'",
                text=shown(text),
                amount=amount[1],
            )
        )
    head, _ = _split(text)
    fault = _fault(text) or ("" if re.fullmatch(NUMBER, head) else _fault(head))
    raise ValueError(fault or say("'{text}' is not a number; expected one such as 12.5", text=shown(text)))


def number_with_unit(written: object) -> Amount:
    """A number with or without a unit, such as '85 %'. Raises `ValueError` in plain words."""
    text = _text(written)
    head, unit = _split(text)
    if re.fullmatch(NUMBER, head):
        _refuse_ambiguous(head)
        return Amount(_finite(head), unit or None)
    expected = say("expected a number such as 12.5, or one with its unit such as '0.8 billion USD'")
    raise ValueError(_fault(head) or say("'{text}' is not a number; {expected}", text=shown(text), expected=expected))


def shown(text: str) -> str:
    """The text short enough to be repeated in a message."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:37]}..."


def plain_number(value: float) -> str:
    """The number in digits, without the noise of binary fractions."""
    return f"{value:.10g}"


def _split(text: str) -> tuple[str, str]:
    """The digits, with whatever separates them, and what stands behind them."""
    head = re.match(f"{_SPACED}|[^ %]*", text)[0]  # type: ignore[index]
    return head, text[len(head) :].strip()


def _refuse_ambiguous(digits: str) -> None:
    if re.fullmatch(AMBIGUOUS, digits):
        thousands = digits.replace(".", "")
        raise ValueError(
            say(
                "'{digits}' may mean {thousands} or {number:g}; write {thousands} or {digits}0",
                digits=digits,
                thousands=thousands,
                number=float(digits),
            )
        )


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(say("'{digits}' is too large; expected a number such as 12.5", digits=shown(digits)))
    return value


def _text(written: object) -> str:
    if not isinstance(written, str):
        kind = "a list" if isinstance(written, list) else "a mapping"
        raise ValueError(say("{kind} stands where a number is needed; expected one such as 12.5", kind=kind))
    text = " ".join(written.split())
    if len(text) > _LONGEST:
        raise ValueError(say("'{text}' is too long for a number; expected one such as 12.5", text=shown(text)))
    if not text:
        raise ValueError(say("the value is empty; expected a number such as 12.5; write one or remove the key"))
    return text


def _fault(text: str) -> str:
    """What is wrong with a number and how to write it, or an empty text when that is anyone's guess."""
    if text.lower() in _SWITCHES:
        return say("'{text}' stands where a number is needed; expected one such as 0.85; write 0 for none", text=text)
    if re.fullmatch(r"[+-]?\.?(inf|nan|infinity)", text.lower()):
        return say("'{text}' is not a finite number; expected one such as 12.5", text=text)
    if re.fullmatch(r"[+-]?\d*\.?\d+[eE][+-]?\d{3,}", text, re.ASCII):
        return say("'{text}' is too large or too small; expected a number such as 12.5", text=shown(text))
    for trap in _TRAPS:
        if re.fullmatch(trap.pattern, text, re.ASCII):
            return say(
                "'{text}' {fault}; write {repaired}", text=shown(text), fault=trap.fault, repaired=_repaired(trap, text)
            )
    return ""


def _repaired(trap: Trap, text: str) -> str:
    """The number as it should be written; two of them keep their parts."""
    repaired = trap.repair(text)
    return repaired if isinstance(repaired, Sentence) else shown(repaired)
