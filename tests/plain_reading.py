"""What a scenario, a target file and an observation file say, read by other libraries and by the rules of the README.

Nothing here is shared with the readers of qnsim: PyYAML and pandas read the text, and numbers, units and distributions
are worked out anew. A file that qnsim accepts must say here exactly what qnsim made of it.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import pandas as pd
import yaml

from qnsim.facts.targets import Target
from qnsim.scenarios.scenario import Scenario

SECTIONS = ("levers", "conditions", "shocks")
SIZES = {"%": 0.01, "percent": 0.01, "percentage_point": 0.01, "pp": 0.01, "quarter": 0.25, "Mt": 1e6}
SIZES |= {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
WITHOUT_UNIT = {"lognormal": (1,)}  # places of numbers that carry no unit
WALK = ("yearly", "trend", "worth")
DOCUMENTARY = {"definition", "baseline", "record", "note_vi"}  # read by people only, or under another name
TARGET_TEXTS = ("id", "clause", "comparator", "unit", "due", "treatment", "verbatim")

Said = dict[str, Any]


def tree(content: bytes) -> Any:
    """The data of a YAML file as PyYAML sees it, every scalar a text with composed accents."""
    text = content.decode("utf-8-sig")
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        assert not getattr(event, "anchor", None) and not getattr(event, "tag", None), event
    return _composed(yaml.load(text, Loader=_Loader))


class _Loader(yaml.CBaseLoader):
    """Scalars as texts, each key once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), keys
        return super().construct_mapping(node, deep)


def scenario_says(content: bytes, units: Mapping[str, str]) -> Said:
    """What a scenario file says by itself; `units` are those of the model by name."""
    data = tree(content)
    said = {key: str(data.get(key, "")).strip() for key in ("name", "why", "extends", "as_of")}
    said["as_of"] = datetime.date(*map(int, said["as_of"].split("-"))).isoformat() if said["as_of"] else ""
    said["title"] = {key: text.strip() for key, text in data["title"].items()}
    said["end"] = data.get("horizon", {}).get("end", "")
    said["settings"] = {
        (section, name): (_line(value), _values(value, units[name]))
        for section in SECTIONS
        for name, value in (data.get(section) or {}).items()
    }
    said["judgements"] = [_judgement(each, units) for each in data.get("judgements") or []]
    return said


def scenario_read(scenario: Scenario, file: str, data: Mapping[str, Any]) -> Said:
    """What qnsim made of the same file: the part of a scenario that `file` set; `data` tells what it leaves unsaid."""
    own = [each[-1] for each in scenario.history.values() if each[-1].place.file == file]
    return {
        "name": scenario.name,
        "why": scenario.why,
        "extends": str(data.get("extends", "")).strip(),
        "as_of": scenario.as_of.isoformat() if "as_of" in data else "",
        "title": dict(scenario.title),
        "end": scenario.end if "horizon" in data else "",
        "settings": {
            (each.section, each.name): (each.written, [(period, d.family, d.values) for period, d in each.values])
            for each in own
        },
        "judgements": [
            (each.variable, each.when, each.add, each.relative, each.reason, each.author)
            for each in scenario.judgements
            if each.place.file == file
        ],
    }


def targets_say(content: bytes) -> list[Said]:
    """What a file of targets says, without what only people read."""
    found = []
    for entry in tree(content)["targets"]:
        said = {key: entry[key].strip() for key in TARGET_TEXTS}
        said["model_unit"] = entry.get("model_unit", "").strip()
        said["indicator"] = {key: text.strip() for key, text in entry["indicator"].items()}
        said["threshold"] = _number(entry["threshold"]) if "threshold" in entry else None
        measure = entry.get("measure")
        said["measure"] = (measure["variable"].strip(), measure.get("sector", "").strip()) if measure else None
        said["against"] = entry["against"]["constant"].strip() if "against" in entry else ""
        said["note"] = entry.get("note", "").strip()
        said["figures"] = _record_says(entry["record"]) if "record" in entry else None
        said["headline"] = said["id"] == tree(content).get("headline", "").strip()
        unknown = set(entry) - set(said) - DOCUMENTARY
        assert not unknown, unknown
        found.append(said)
    return found


def _record_says(record: Any) -> tuple[Any, ...]:
    """Series, how many lead, and the prior of changes."""
    series = record.get("ranks") or [record["series"]]
    within = _number(record["within"]) if "within" in record else None
    prior = tuple(_number(record["prior"][key]) for key in WALK) if "prior" in record else None
    return tuple(each.strip() for each in series), within, prior


def targets_read(targets: tuple[Target, ...]) -> list[Said]:
    """What qnsim made of the same file, without what follows from other parts of it."""
    followed = ("places", "walk", "baseline")
    found = [{key: value for key, value in vars(target).items() if key not in followed} for target in targets]
    for said in found:
        if figures := said["figures"]:
            prior = figures.walk and tuple(getattr(figures.walk, key) for key in WALK)
            said["figures"] = figures.series, figures.within, prior
    return found


def observations_say(content: bytes) -> list[dict[str, str | float]]:
    """The rows of an observation file."""
    text = content.decode("utf-8-sig")
    table = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False, index_col=False)
    return [{**_composed(row), "value": _number(row["value"])} for row in table.to_dict("records")]


def observations_read(table: pd.DataFrame) -> list[dict[str, str | float]]:
    """What qnsim made of the same file."""
    return table.drop(columns=["line", "known_from"]).to_dict("records")


def alike(one: Any, other: Any) -> bool:
    """Whether two readings are the same, numbers to twelve digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def size(unit: str) -> float:
    """How many base units one unit is; a year is one, so an amount of a year is an amount per year."""
    total = 1.0
    for part in unit.split("*"):
        above, *below = part.split("/")
        total *= math.prod(SIZES.get(word, 1.0) for word in above.split())
        total /= math.prod(SIZES.get(word, 1.0) for each in below for word in each.split())
    return total


def _composed(data: Any) -> Any:
    if isinstance(data, dict):
        return {_composed(key): _composed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_composed(item) for item in data]
    return unicodedata.normalize("NFC", data)


def _line(data: Any) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {_line(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(_line, data)) + "]"
    return str(data)


def _number(text: str) -> float:
    assert re.fullmatch(r"\s*[+-]?[0-9]+(\.[0-9]+)?\s*", text), text
    return float(text)


def _family(data: Mapping[str, Any]) -> str:
    return next((key for key in data if key not in ("unit", "source") and not re.match(r"\d{4}|value$", key)), "")


def _values(data: Any, unit: str) -> list[tuple[str | None, str, tuple[float, ...]]]:
    if isinstance(data, str) or "value" in data or _family(data):
        return [(None, *_point(data, unit, None))]
    points = {key: value for key, value in data.items() if key not in ("unit", "source")}
    return [(period, *_point(points[period], unit, data.get("unit"))) for period in sorted(points)]


def _point(data: Any, unit: str, shared: str | None) -> tuple[str, tuple[float, ...]]:
    given = shared or unit
    if isinstance(data, dict):
        given = (data.get("unit") or given).strip()
    if isinstance(data, str) or "value" in data:
        number, beside = _amount(data if isinstance(data, str) else data["value"])
        return "fixed", (number * size(beside or given) / size(unit),)
    key = _family(data)
    family, numbers = re.sub("[-_]", " ", key), data[key]
    factor, bare = size(given) / size(unit), WITHOUT_UNIT.get(family, ())
    values = [_number(each) for each in ([numbers] if isinstance(numbers, str) else numbers)]
    return family, tuple(value * (1.0 if place in bare else factor) for place, value in enumerate(values))


def _amount(text: str) -> tuple[float, str]:
    found = re.fullmatch(r"\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*(.*?)\s*", text, re.DOTALL)
    assert found, text
    return float(found[1]), " ".join(found[2].split())


def _judgement(data: Mapping[str, str], units: Mapping[str, str]) -> tuple[Any, ...]:
    variable = data["variable"].strip()
    number, unit = _amount(data["add"])
    relative = unit in ("%", "percent")
    factor = 0.01 if relative else size(unit) / size(units[variable])
    texts = data["when"].strip(), data["reason"].strip(), data.get("author", "").strip()
    return variable, texts[0], number * factor, relative, texts[1], texts[2]
