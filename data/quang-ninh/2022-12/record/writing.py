"""Numbers and parameters as the files of a case write them; used by cases.py and observed.py."""

from __future__ import annotations


def n(value: float) -> str:
    """Two decimals, four below one; never three, which could be read as thousands."""
    text = f"{value:.2f}" if abs(value) >= 1 else f"{value:.4f}"
    return text.rstrip("0").rstrip(".")


def entry(name: str, prior: str, source: str, unit: str = "", limits: tuple[float, float] | None = None) -> str:
    """One parameter."""
    lines = [f"{name}:", *([f"  unit: {unit}"] if unit else [])]
    lines += [f"  range: [{n(limits[0])}, {n(limits[1])}]"] if limits else []
    return "\n".join([*lines, f"  prior: {{{prior}}}", f'  source: "{source}"'])


def around(value: float) -> tuple[float, float]:
    """A wide range around a value."""
    return value / 3, value * 3


def fixed(value: float) -> str:
    """A value without error."""
    return f"fixed: [{n(value)}]"


def normal(value: float, error: float) -> str:
    """A value with its error."""
    return f"normal: [{n(value)}, {n(error)}]"


def lognormal(median: float, error: float) -> str:
    """A number above nought with the error of its logarithm."""
    return f"lognormal: [{n(median)}, {n(error)}]"


def truncated(value: float, error: float, low: float, high: float) -> str:
    """A value with its error between two limits."""
    return f"truncated normal: [{n(value)}, {n(error)}, {n(low)}, {n(high)}]"


def fact(name: str, source: str, value: float, unit: str = "") -> str:
    """One fact of the record."""
    lines = [
        f"  {name}:",
        f"    value: {n(value)}",
        *([f'    unit: "{unit}"'] if unit else []),
        f'    source: "{source}"',
    ]
    return "\n".join(lines)
