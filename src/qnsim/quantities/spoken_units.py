"""Units as people say them, in Vietnamese and English, and the text to write instead."""

from __future__ import annotations

import re

from qnsim.language import say

_SPOKEN = (  # longer phrases before the words they hold
    (r"nghìn t[ỷỉ]|ngàn t[ỷỉ]|tn", "trillion"),
    (r"t[ỷỉ]|bn", "billion"),
    (r"triệu|mn|mio", "million"),
    (r"nghìn|ngàn", "thousand"),
    (r"usd|đô la mỹ|đô la|đô", "USD"),
    (r"vnđ|vnd|đồng", "VND"),
    (r"điểm phần trăm|điểm %|percentage points?|percent points?|ppts?|pts?|points?|điểm", "pp"),
    (r"phần trăm|per cent|pct", "%"),
    (r"(?:/|per|a|mỗi|một|hàng) ?(?:năm|year|annum|yr)|p\.a\.", "/ year"),
    (r"(?:/|per|a|mỗi|một|hàng) ?(?:quý|quarter)", "/ quarter"),
    (r"doanh nghiệp", "firms"),
    (r"lượt khách|lượt", "arrivals"),
    (r"triệu tấn", "Mt"),
)


def as_written(spoken: str) -> tuple[str, str]:
    """The unit a phrase means, and the first words of it that are not written so with what they mean; else empty."""
    text, first = f" {' '.join(spoken.casefold().split())} ", ""
    for pattern, meaning in _SPOKEN:
        found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text)
        if found:
            text = f"{text[: found.start()]} {meaning} {text[found.end() :]}"
            said = found[0].strip()
            first = first or (
                say("{said} is {meaning}", said=said, meaning=meaning) if said != meaning.casefold() else ""
            )
    unit = " ".join(text.split())
    return (unit, first or say("'{spoken}' is {unit}", spoken=spoken, unit=unit)) if unit != spoken else ("", "")
