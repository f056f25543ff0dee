"""The machines of a Dask cluster as a scheduler: the same tasks, the same bits, on as many workers as there are.

Every worker must have what is installed here, to the version and to the code of qnsim; else it is refused.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qnsim.errors import UsageError
from qnsim.installed import differences, surroundings
from qnsim.language import say
from qnsim.scheduler import Found, InProcess, Processes, Scheduler, Task, usable_processors
from qnsim.task_flow import Flow, Note, Progress
from qnsim.workers import packed, unpacked

if TYPE_CHECKING:
    from distributed import Client

PROTOCOLS = ("tcp", "tls")
PATIENCE = 5  # seconds until an address is held to be silent
LOGGERS = ("distributed.client", "distributed.utils")
AHEAD = 2  # tasks for each thread of a worker: one that is done, one that waits


@dataclass(frozen=True)
class Cluster:
    """Workers of the Dask cluster whose scheduler listens at `address`, such as tcp://host:8786.

    What a lost worker had not finished is done again by others. Files are written here, never by a worker.
    """

    address: str

    def __post_init__(self) -> None:
        _check_address(self.address)

    def check(self) -> None:
        """Raises `UsageError` if it cannot be reached, has no worker, or one with other code or versions."""
        with self._client():
            pass

    def each(
        self,
        work: Callable[[Task], Found],
        tasks: Sequence[Task],
        progress: Progress = None,
        note: Note = None,
    ) -> list[Found]:
        """See `Scheduler`. Raises `UsageError` for work that cannot travel, and if the cluster fails."""
        from distributed import KilledWorker

        content = packed(work)
        found: dict[int, Found] = {}
        if not tasks:
            return []
        with self._client() as client:
            given = client.submit(
                _received, surroundings(), content, pure=False
            )  # a task of its own: it is done again if it is lost
            pool = client.get_executor(pure=False)
            count = AHEAD * sum(client.nthreads().values())
            submit = partial(pool.submit, _perform, surroundings(), given)
            try:
                Flow(submit, count, [packed(task) for task in tasks], found, progress, note).run()
            except KilledWorker as fault:
                raise UsageError(
                    say(
                        "{address}: workers were lost again and again while they did the same task, last {worker}; "
                        "perhaps memory is short. Give each worker more, or fewer threads",
                        address=self.address,
                        worker=fault.last_worker.address,
                    )
                ) from None
            except CancelledError:
                raise UsageError(
                    say("{address}: the cluster was lost on the way. Start it and repeat", address=self.address)
                ) from None
            finally:
                pool.shutdown(wait=False)
        return [found[number] for number in range(len(tasks))]

    @contextmanager
    def _client(self) -> Iterator[Client]:
        """A connection to the cluster, whose workers are known to be as this process is."""
        if not find_spec("distributed"):
            raise UsageError(
                say(
                    "{option} needs {library}; install it with: python -m pip install 'qnsim[{extra}]'",
                    option="--scheduler",
                    library="distributed",
                    extra="dist",
                )
            )
        from distributed import Client

        try:
            _listen(self.address)
            client = Client(self.address, timeout=PATIENCE, set_as_default=False)
        except OSError:
            raise UsageError(
                say(
                    "{address}: no Dask scheduler answers there within {seconds} seconds. Start one with: dask "
                    "scheduler; and look whether a firewall is between",
                    address=self.address,
                    seconds=PATIENCE,
                )
            ) from None
        with _quiet(), client:
            self._check_workers(client)
            yield client

    def _check_workers(self, client: Client) -> None:
        if not client.nthreads():
            raise UsageError(
                say(
                    "{address}: this cluster has no workers. Start some with: dask worker {address}",
                    address=self.address,
                )
            )
        for worker, found in sorted(client.run(surroundings, on_error="return").items()):
            _check_same(worker, found)


def _listen(address: str) -> None:
    """Raises `OSError` if nobody speaks there: a scheduler of Dask speaks first, and its client would wait for ever."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), PATIENCE) as connection:
        if parts.scheme == "tcp" and not connection.recv(1):  # TLS lets the client speak first
            raise ConnectionError


@contextmanager
def _quiet() -> Iterator[None]:
    """Within, Dask's client does not log tracebacks of a lost connection: it is told in a sentence."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def beside_files(scheduler: Scheduler) -> Scheduler:
    """Who does tasks that write files into folders of this machine: the same, or processes here for a cluster."""
    if not isinstance(scheduler, Cluster):
        return scheduler
    count = usable_processors()
    return Processes(count) if count > 1 else InProcess()


def _received(expected: dict[str, str], content: bytes) -> Any:
    """In a worker: what was sent, unless the worker came later and is not as the process that asks."""
    told = differences(surroundings(), expected)
    if told:
        from distributed import get_worker

        raise _unlike(get_worker().address, told)
    return unpacked(content)


def _perform(expected: dict[str, str], work: Callable[[Any], Any], task: bytes) -> Any:
    return work(_received(expected, task))


def _check_same(worker: str, found: Any) -> None:
    told = differences(found, surroundings()) if isinstance(found, dict) else [f"{type(found).__name__}: {found}"]
    if told:
        raise _unlike(worker, told)


def _unlike(worker: str, told: Sequence[str]) -> UsageError:
    return UsageError(
        say(
            "worker {worker} has not what is installed here ({differences}), so its numbers may be others. Install "
            "the same versions there, and the same qnsim",
            worker=worker,
            differences="; ".join(told),
        )
    )


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    try:
        good = parts.scheme in PROTOCOLS and bool(parts.hostname) and bool(parts.port) and not parts.path.strip("/")
    except ValueError:  # a port that is no number, or too large
        good = False
    if not good:
        raise UsageError(
            say(
                "--scheduler {address}: expected the address of a Dask scheduler, such as tcp://host:8786",
                address=address,
            )
        )
