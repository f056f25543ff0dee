"""The posterior of a case: states of coordinates that agree with the record, in one file beside the case.

A state is a point of the unit cube; numbers are kept to the nearest of 65 535 steps. The file also holds what the
likelihood said at some fixed points, so that it is known to be of other facts or equations when they have changed.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from qnsim.errors import DataError
from qnsim.files.text import MEGABYTE, UnreadableError, read_bytes
from qnsim.language import english_only, say

STEPS = 65_535  # of a number between 0 and 1 in the file
MOST_BYTES = 50 * MEGABYTE
COMMAND = say("make it anew with: qnsim calibrate")
Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Posterior:
    """States (coordinate, state) of the coordinates in `marginals`, which says what each number is turned into.

    `probe` (figure, point) are the residuals of the likelihood at fixed points, `sources` a digest of the files it was
    made from, `about` what else is told of it.
    """

    marginals: Mapping[str, str]
    states: Array
    probe: Array
    sources: str
    about: Mapping[str, Any]


def posterior_bytes(posterior: Posterior) -> bytes:
    """The content of the file: the same bytes for the same posterior."""
    stream = io.BytesIO()
    about = {"marginals": dict(posterior.marginals), "sources": posterior.sources, "about": dict(posterior.about)}
    steps = np.clip(np.rint(posterior.states * (STEPS + 1) - 0.5), 0, STEPS).astype("<u2")
    text = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype="u1")
    np.savez_compressed(stream, states=steps, probe=posterior.probe.astype("<f8"), text=text)
    return stream.getvalue()


def read_posterior(file: Path) -> Posterior:
    """The posterior in a file. Raises `DataError` for one that is damaged or is none."""
    try:
        with np.load(io.BytesIO(read_bytes(file, MOST_BYTES)), allow_pickle=False) as content:
            about = json.loads(content["text"].tobytes().decode())
            states, probe = content["states"], content["probe"]
        marginals, sources = {str(name): str(text) for name, text in about["marginals"].items()}, str(about["sources"])
        told = dict(about["about"])
    except UnreadableError as fault:
        raise DataError(say("{file}: {fault}; or {command}", file=file, fault=fault.fault, command=COMMAND)) from None
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        EOFError,
        zipfile.BadZipFile,
        zlib.error,
    ) as fault:
        raise DataError(
            say(
                "{file}: cannot be read as a posterior ({fault}); {command}",
                file=file,
                fault=english_only(str(fault)),
                command=COMMAND,
            )
        ) from None
    if states.dtype != "<u2" or states.shape[:1] != (len(marginals),) or states.ndim != 2 or not states.size:
        raise DataError(
            say(
                "{file}: {shape} states do not fit {count} coordinates; {command}",
                file=file,
                shape=states.shape,
                count=len(marginals),
                command=COMMAND,
            )
        )
    if probe.dtype != "<f8" or probe.ndim != 2:
        raise DataError(say("{file}: its record of the likelihood is damaged; {command}", file=file, command=COMMAND))
    return Posterior(marginals, (states + 0.5) / (STEPS + 1), probe, sources, told)
