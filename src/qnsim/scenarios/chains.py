"""Which files: the scenarios a person asks for, and the files a scenario extends."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qnsim.arguments import check
from qnsim.errors import UsageError, nearest
from qnsim.files.parser_words import reason_of
from qnsim.files.yaml_source import Source, read_source
from qnsim.language import say
from qnsim.quantities.forms import check_form
from qnsim.quantities.written_amounts import shown
from qnsim.scenarios.forms import ScenarioForm

SUFFIXES = (".yaml", ".yml")
DEEPEST_CHAIN = 20
ASKED = say("files, folders or names of scenarios; one that has been read is run by qnsim.prepare and qnsim.assess")
_STAND_IN = {"name": "stand-in", "title": {"vi": "-", "en": "-"}, "why": "-"}


@dataclass(frozen=True)
class Layer:
    """One file of a chain of scenarios, as written."""

    path: Path
    source: Source
    form: ScenarioForm


def find_scenarios(arguments: Sequence[str | Path] | str | Path, shipped: Path) -> list[Path]:
    """The scenario files that arguments name: files, folders or names of shipped scenarios; all shipped if none.

    One alone is taken as a list of one.
    Raises `UsageError` if an argument names nothing, or if two files bear the same name.
    """
    if isinstance(arguments, str | os.PathLike):
        arguments = [arguments]
    check("scenarios", arguments, Iterable, ASKED)
    if not arguments:
        return sorted(_in_folder(shipped), key=lambda file: (file.stem != "baseline", file.stem))
    found: dict[str, Path] = {}
    for file in (file for argument in arguments for file in _named(argument, shipped)):
        first = found.setdefault(file.stem, file)
        if first.resolve() != file.resolve():
            raise UsageError(
                say(
                    "{first} and {file} have the same name; expected one of each name; rename one",
                    first=first,
                    file=file,
                )
            )
    return list(found.values())


def read_chain(file: Path, shipped: Path, elsewhere: Mapping[str, str]) -> list[Layer]:
    """The files a scenario is made of, base first; where the chain breaks, the file that breaks it says so.

    `elsewhere` says of keys that stand at the left margin by mistake where they belong.
    """
    layers: list[Layer] = []
    parent: Path | None = file
    while parent is not None:
        layers.append(_read_layer(parent, elsewhere))
        parent = _parent(layers, shipped)
    return layers[::-1]


def _named(argument: str | Path, shipped: Path) -> list[Path]:
    check("a scenario", argument, (str, os.PathLike), ASKED)
    file, argument = Path(argument), str(argument)
    try:
        is_folder, is_file = file.is_dir(), file.is_file()
    except OSError as error:
        raise UsageError(
            say(
                "'{argument}' cannot be looked up: {strerror}; expected a shorter path",
                argument=shown(argument),
                strerror=reason_of(error),
            )
        ) from None
    if is_folder:
        return _in_folder(file)
    if is_file:
        return [_checked_suffix(file)]
    known = _scenarios(shipped)
    matches = [path for path in known if path.stem == argument]
    if matches:
        return matches[:1]
    names = [path.stem for path in known]
    hint = nearest(file.stem, names)
    raise UsageError(
        say(
            "'{argument}' is neither a file, a folder nor a shipped scenario; expected one of {names}.{hint}",
            argument=shown(argument),
            names=", ".join(names),
            hint=hint,
        )
    )


def _in_folder(folder: Path) -> list[Path]:
    files = _scenarios(folder)
    if not files:
        raise UsageError(
            say("{folder} holds no scenario; expected files that end in .yaml; name another folder", folder=folder)
        )
    return files


def _scenarios(folder: Path) -> list[Path]:
    files: Iterable[Path] = folder.iterdir() if folder.is_dir() else ()
    return sorted(file for file in files if file.suffix in SUFFIXES and not file.is_dir())


def _checked_suffix(file: Path) -> Path:
    if file.suffix not in SUFFIXES:
        raise UsageError(
            say("{file} is not a scenario; expected a file that ends in .yaml; rename it or name another", file=file)
        )
    return file


def _read_layer(path: Path, elsewhere: Mapping[str, str]) -> Layer:
    """One file; parts that are wrong are reported and replaced by stand-ins, so that the rest is still checked."""
    source = read_source(path)
    if not source.readable:
        return Layer(path, source, ScenarioForm.model_validate(_STAND_IN))
    form = check_form(ScenarioForm, source, (), source.data, stem=path.stem, elsewhere=elsewhere)
    if not isinstance(form, ScenarioForm):
        sound = {key: value for key, value in source.data.items() if key not in form}
        form = ScenarioForm.model_validate({**_STAND_IN, **sound})
    return Layer(path, source, form)


def _parent(layers: Sequence[Layer], shipped: Path) -> Path | None:
    """The file that the last layer extends; None at the base of the chain or after a problem has been reported."""
    last = layers[-1]
    if last.form.extends is None:
        return None
    parent = _look_up(last.form.extends, last.path, shipped)
    fault = _broken(layers, parent, shipped)
    if fault:
        last.source.report(("extends",), fault)
        return None
    return parent


def _look_up(name: str, child: Path, shipped: Path) -> Path | None:
    """The file called `name`: beside the child, else shipped, and the child itself only if there is no other."""
    names = [name] if name.endswith(SUFFIXES) else [name + suffix for suffix in SUFFIXES]
    files = [folder / each for folder in (child.parent, shipped) for each in names]
    existing = [file for file in files if file.is_file()]
    others = [file for file in existing if file.resolve() != child.resolve()]
    return next(iter(others or existing), None)


def _broken(layers: Sequence[Layer], parent: Path | None, shipped: Path) -> str:
    """Why the chain cannot go on to `parent`, or an empty text."""
    last = layers[-1]
    if parent is None:
        known = {file.stem for folder in (last.path.parent, shipped) for file in _scenarios(folder)} - {last.path.stem}
        hint = nearest(Path(str(last.form.extends)).stem, sorted(known))
        return say(
            "there is no '{extends}' beside this file or among the shipped scenarios; name one.{hint}",
            extends=last.form.extends,
            hint=hint,
        )
    places = [layer.path.resolve() for layer in layers]
    if parent.resolve() in places:
        circle = [*layers[places.index(parent.resolve()) :], layers[places.index(parent.resolve())]]
        return say(
            "scenarios extend each other in a circle, {names}; break it",
            names=" -> ".join(layer.path.stem for layer in circle),
        )
    if len(layers) >= DEEPEST_CHAIN:
        return say(
            "the chain of scenarios is over {deepest_chain} files long; extend one nearer to the base",
            deepest_chain=DEEPEST_CHAIN,
        )
    return ""
