"""Manifests: what a run folder says of its run, so that its numbers can be made again and known to be the same."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from qnsim.arguments import told
from qnsim.chance.blocks import FEWEST_REPLICATES, REPLICATE_SIZE
from qnsim.engine.simulate import KERNEL, NUMPY, Engine
from qnsim.errors import ScenarioError, UsageError
from qnsim.facts.case import Case
from qnsim.files.text import MEGABYTE, UnreadableError, decode, read_bytes
from qnsim.installed import versions
from qnsim.language import english_only, join, say
from qnsim.press.files import replace_file
from qnsim.reporting.run_folder import MANIFEST, TABLES
from qnsim.run import Experiment, name_of_run, prepare, run_id
from qnsim.scenarios.scenario import Scenario
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import load_scenario

MOST_BYTES = 20 * MEGABYTE  # the longest chain of scenarios, each as long as it may be
SAMPLER = (
    f"Latin hypercube by stream and replicate (at most {REPLICATE_SIZE} draws, at least {FEWEST_REPLICATES} replicates)"
)
KINDS = ("stratified", "sample")
EXPECTED = {  # by the type of pydantic's error
    "string_type": say("expected a valid string"),
    "int_type": say("expected a valid integer"),
    "bool_type": say("expected a valid boolean"),
    "float_type": say("expected a valid number"),
    "dict_type": say("expected an object"),
    "model_type": say("expected an object"),
    "list_type": say("expected a valid list"),
    "tuple_type": say("expected a valid list"),
    "too_short": say("List should have at least 1 item after validation, not 0"),
}


def _scenario_file(written: str) -> str:
    if not re.fullmatch(r"[^/\\\0]+\.ya?ml", written):
        raise ValueError(say("expected the name of a scenario file, such as baseline.yaml"))
    return written


class _FileForm(BaseModel):
    name: Annotated[str, AfterValidator(_scenario_file)]
    text: str


class ScenarioForm(BaseModel):
    """A scenario in a manifest: its name and the text of each of its files, base first."""

    name: str
    files: Annotated[list[_FileForm], Field(min_length=1)]


class _ScenarioOfRunForm(ScenarioForm):
    digest: str


class _StratifiedForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["stratified"]
    seed: int
    draws: int

    @property
    def stratified(self) -> _StratifiedForm:
        """The random numbers of the design."""
        return self

    @property
    def is_of_posterior(self) -> bool:
        """Whether parameters came from the posterior of the case."""
        return False


class _SampleForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["sample"]
    digest: str
    fresh: _StratifiedForm

    @property
    def stratified(self) -> _StratifiedForm:
        """See `_StratifiedForm`."""
        return self.fresh

    @property
    def is_of_posterior(self) -> bool:
        """See `_StratifiedForm`."""
        return True


class _VersionsForm(BaseModel):
    model_config = ConfigDict(extra="allow")

    qnsim: str


class _ManifestForm(BaseModel):
    run: str
    scenario: _ScenarioOfRunForm
    facts_digest: str
    design: Annotated[_StratifiedForm | _SampleForm, Field(discriminator="kind")]
    engine: Engine = NUMPY
    versions: _VersionsForm
    tables: dict[str, str] = {}


@dataclass(frozen=True)
class Manifest:
    """A manifest as it was read from a file; that it fits its run is not known before `recorded_experiment`."""

    file: Path
    form: _ManifestForm


@dataclass(frozen=True)
class Comparison:
    """A run made again: which versions are others now, and which tables differ; None if nobody can know."""

    versions: tuple[str, ...]
    tables: tuple[str, ...] | None

    @property
    def is_unexplained(self) -> bool:
        """Whether tables differ although every version is the same."""
        return bool(self.tables) and not self.versions

    def lines(self) -> list[str]:
        """What a reader is told."""
        said = [say("versions differ: {versions}", versions=", ".join(self.versions))] if self.versions else []
        if self.tables is None:
            return [*said, say("the manifest holds no digest of a table; nothing to compare with")]
        if not self.tables:
            return [*said, say("the same numbers as before")]
        why = (
            ""
            if self.versions
            else say("; the versions do not, so the manifest was changed or this machine computes otherwise")
        )
        return [*said, say("differs: {tables}{why}", tables=", ".join(self.tables), why=why)]


def manifest(experiment: Experiment) -> dict[str, Any]:
    """All that is needed to make the same numbers again."""
    scenario = experiment.scenario
    return {
        "run": run_id(experiment),
        "scenario": scenario_texts(scenario),
        "facts_digest": experiment.case.digest,
        "data_vintage": scenario.as_of.isoformat(),
        "design": experiment.design.about(),
        "sampler": SAMPLER,
        "engine": experiment.engine,
        "versions": versions(experiment.engine),
        "written": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


def scenario_texts(scenario: Scenario) -> dict[str, Any]:
    """A scenario as a manifest holds it: name, digest and the text of each of its files, base first."""
    texts = [{"name": Path(file).name, "text": Path(file).read_text(encoding="utf-8")} for file in scenario.files]
    return {"name": scenario.name, "digest": scenario.digest, "files": texts}


def write_manifest(experiment: Experiment, folder: Path) -> None:
    """Write the manifest, with digests of the tables, after all other files: a folder that has one is whole."""
    about = {**manifest(experiment), "tables": digests(folder, TABLES)}
    replace_file(folder / MANIFEST, json.dumps(about, ensure_ascii=False, indent=2) + "\n")


def digests(folder: Path, files: Iterable[str]) -> dict[str, str]:
    """Twelve hexadecimal digits for each of some files of a folder, which differ between different files."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12] for name in files}


def write_scenario(form: ScenarioForm, folder: Path) -> Path:
    """Write the files of a recorded scenario into a folder; returns its own, the last."""
    return [replace_file(folder / each.name, each.text) for each in form.files][-1]


def read_manifest(place: Path) -> Manifest:
    """The manifest in a file or a run folder. Raises `UsageError` with the first key that is missing or wrong."""
    file = place / MANIFEST if place.is_dir() else place
    try:
        text = decode(read_bytes(file, MOST_BYTES), MOST_BYTES)
        return Manifest(file, _ManifestForm.model_validate_json(text, strict=True))
    except UnreadableError as error:
        fault = error.fault
    except ValidationError as error:
        fault = say("{fault}; name the manifest.json of a run folder", fault=_fault(error.errors()[0]))
    raise UsageError(say("{file}: not the manifest of a run: {fault}", file=file, fault=fault))


def _fault(detail: Mapping[str, Any]) -> str:
    """What is wrong with a key, in words; `scenario.files[1].name` is the name of the second file."""
    loc = [part for part in detail["loc"] if part not in KINDS]
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".")
    if detail["type"] == "union_tag_invalid":
        return say(
            "'{key}.kind' is {given}; expected {kinds}",
            key=key,
            given=told(detail["ctx"]["tag"]),
            kinds=join(say(" or "), map(repr, KINDS)),
        )
    if detail["type"] == "union_tag_not_found":
        return say("'{key}.kind' is missing", key=key)
    if detail["type"] == "extra_forbidden":
        return say("'{key}' is not a key of a manifest", key=key)
    if detail["type"] == "missing":
        return say("'{key}' is missing", key=key)
    if detail["type"] == "json_invalid":
        return say("it is not JSON: {why}", why=str(detail["msg"]).removeprefix("Invalid JSON: "))
    own = str(detail["ctx"]["error"]) if "error" in detail.get("ctx", {}) else ""
    foreign = re.sub("^Input should be", "expected", str(detail["msg"]))
    expected = EXPECTED.get(detail["type"]) or own or english_only(foreign)
    return say(
        "{key} is {given}; {expected}",
        key=repr(key) if key else say("the whole"),
        given=told(detail["input"]),
        expected=expected,
    )


def recorded_experiment(read: Manifest, folder: Path, case: Case) -> Experiment:
    """The experiment of a manifest, with the texts of its scenario written into `folder`.

    Raises `UsageError` if the manifest was changed after the run, or if facts or version are not those of the run: then
    the numbers would be others.
    """
    form = read.form
    design = form.design.model_dump()
    if form.versions.qnsim == version("qnsim"):
        digests_of_inputs = form.scenario.digest, form.facts_digest
        recorded = name_of_run(form.scenario.name, *digests_of_inputs, design, form.versions.qnsim, form.engine)
        if recorded != form.run:
            raise _changed(read, say("name, digests, seed and draws do"))
    if (form.versions.qnsim, form.facts_digest) != (version("qnsim"), case.digest):
        raise UsageError(
            say(
                "{file}: run {run} cannot be repeated with the facts and the version installed here: it was made by "
                "qnsim {then} with the facts {facts}, here is qnsim {now} with {digest}. Install qnsim {then} with "
                "its own data, or name its case with --case",
                file=read.file,
                run=form.run,
                then=form.versions.qnsim,
                facts=form.facts_digest,
                now=version("qnsim"),
                digest=case.digest,
            )
        )
    file = write_scenario(form.scenario, folder)
    try:
        scenario = load_scenario(file, case)
    except ScenarioError:
        raise _changed(read, say("scenario text does")) from None
    numbers = form.design.stratified
    experiment = prepare(
        scenario,
        case,
        usual_design(case, numbers.seed, numbers.draws, not form.design.is_of_posterior),
        form.engine,
    )
    if run_id(experiment) != form.run:
        raise _changed(read, say("scenario text does"))
    return experiment


def _changed(read: Manifest, what: str) -> UsageError:
    return UsageError(
        say(
            "{file}: this manifest was changed after the run: its {what} not fit the run id {run}. Take the manifest "
            "as the run wrote it, or run the scenario anew with qnsim run",
            file=read.file,
            what=what,
            run=read.form.run,
        )
    )


def _moved_versions(before: Mapping[str, Any]) -> tuple[str, ...]:
    now = versions(KERNEL if "llvmlite" in before else NUMPY)
    return tuple(f"{name} {before.get(name, 'unknown')} → {now[name]}" for name in now if now[name] != before.get(name))


def compare(read: Manifest, folder: Path) -> Comparison:
    """The run of a manifest and its repetition in `folder`."""
    return comparison(read.form.versions.model_dump(), read.form.tables, digests(folder, TABLES))


def comparison(before: Mapping[str, Any], recorded: Mapping[str, str], found: Mapping[str, str]) -> Comparison:
    """What a repetition shows: the versions recorded before, and the digests of tables then and now."""
    tables = tuple(name for name, digest in recorded.items() if found.get(name) != digest)
    return Comparison(_moved_versions(before), tables if recorded else None)
