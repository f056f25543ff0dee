"""The events of a YAML text from two parsers: a quick one for sound files, and one that says what is wrong.

libyaml, compiled, reads a sound file twenty times as fast as ruamel.yaml, which follows YAML 1.2 and tells its place
and reason in words that people can be helped with. Where libyaml is not there or finds anything amiss, ruamel decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml import events as careful
from yaml import events as quick

Events = Iterator[Any]

ALIAS = (quick.AliasEvent, careful.AliasEvent)
DOCUMENT_START = (quick.DocumentStartEvent, careful.DocumentStartEvent)
MAPPING_END = (quick.MappingEndEvent, careful.MappingEndEvent)
MAPPING_START = (quick.MappingStartEvent, careful.MappingStartEvent)
NODE = (quick.NodeEvent, careful.NodeEvent)
SCALAR = (quick.ScalarEvent, careful.ScalarEvent)
SEQUENCE_END = (quick.SequenceEndEvent, careful.SequenceEndEvent)
SEQUENCE_START = (quick.SequenceStartEvent, careful.SequenceStartEvent)


def quick_events(text: str) -> Events:
    """The events of a sound text; none at all where the quick parser is missing, objects, or is too generous."""
    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None or "\t" in text:  # it takes tabs for spaces where the careful one refuses them
        return iter(())
    try:
        return iter(list(yaml.parse(text, Loader=loader)))
    except (yaml.YAMLError, ValueError):
        return iter(())


def careful_events(text: str) -> Events:
    """The events of any text, one by one. Raises the parser's own errors where it goes wrong."""
    events: Events = YAML(typ="safe", pure=True).parse(text)
    return events
