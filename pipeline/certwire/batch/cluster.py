"""The same tasks on a Dask cluster: each worker process keeps the model warm in a plugin. Needs ``certwire[dask]``.

Tasks, journal and parts are those of the local engine; only who reads differs. Workers need certwire installed, and must find the inputs
under the same paths, on a shared folder. Results come back over the network; nobody but this process writes to the output folder.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from certwire.batch.engines import WorkerDied
from certwire.batch.tasks import Result, Task
from certwire.batch.worker import Job
from certwire.errors import EngineError

_AHEAD = 2
"""Tasks a thread that are handed out at the same time, so that none waits for the network."""


@dataclass(kw_only=True)
class Dask:
    """Reads on a Dask cluster.

    Args:
        scheduler: its address, as ``tcp://host:8786``.
        patience: seconds to wait for the first worker.
    """

    scheduler: str
    patience: float = 60.0
    slots: int = 1
    _client: Any = None  # distributed is half typed
    _plugin: str = ""

    def open(self, job: Job) -> None:
        """Connect, and let every worker load the model.

        Raises:
            EngineError: there is no scheduler, or no worker in time.
        """
        try:
            from distributed import Client
        except ImportError as error:
            raise EngineError("the dask engine needs an extra; install it with: pip install 'certwire[dask]'") from error
        from certwire.batch.warm import Warm

        try:
            connect: Any = Client
            self._client = connect(self.scheduler, timeout=self.patience, set_as_default=False)
            self._client.wait_for_workers(1, timeout=self.patience)
        except (OSError, TimeoutError) as error:
            raise EngineError(f"{self.scheduler}: no scheduler with a worker answers there: {error}") from error
        plugin = Warm(job)
        self._plugin = plugin.name
        self._client.register_plugin(plugin)
        threads = self._client.nthreads()
        self.slots = _AHEAD * max(len(threads), 1)

    def submit(self, task: Task) -> Future[Result]:
        """Hand a task to the cluster. A task whose worker dies comes back as WorkerDied: we split it, Dask would repeat it whole."""
        from certwire.batch.warm import run

        assert self._client is not None
        outer: Future[Result] = Future()
        inner = self._client.submit(run, self._plugin, task, pure=False, retries=0)
        inner.add_done_callback(lambda done: _settle(done, outer))
        return outer

    def close(self, *, at_once: bool = False) -> None:
        """Disconnect; the cluster stays."""
        client, self._client = self._client, None
        if client is not None:
            if self._plugin:
                client.unregister_worker_plugin(self._plugin)
            client.close()


def _settle(inner: Any, outer: Future[Result]) -> None:
    from distributed import KilledWorker

    if inner.status == "finished":
        try:
            outer.set_result(inner.result())
        except Exception as error:
            outer.set_exception(EngineError(f"a result was lost: {error}"))
    elif inner.status == "error":
        why = inner.exception()
        outer.set_exception(WorkerDied() if isinstance(why, KilledWorker) else EngineError(f"{type(why).__name__}: {why}"))
    else:
        outer.set_exception(EngineError("the scheduler is gone or has cancelled our tasks"))
