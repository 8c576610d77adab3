"""What lives in a Dask worker: the warm reader, one task at a time a process."""

from __future__ import annotations

import hashlib
import signal
import threading
from typing import Any

from distributed import WorkerPlugin, get_worker

from certwire.batch.tasks import Result, Task
from certwire.batch.worker import Job, Worker


class Warm(WorkerPlugin):
    """Holds the reader of a job in a worker process."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.name = f"certwire-{hashlib.sha256(repr(job).encode()).hexdigest()[:16]}"
        self._lock: Any = None
        self._worker: Worker | None = None

    def __getstate__(self) -> Job:
        return self.job

    def __setstate__(self, job: Job) -> None:
        Warm.__init__(self, job)

    def setup(self, worker: Any) -> None:
        """Load the model when the worker comes up."""
        self._lock = threading.Lock()
        # A worker without a nanny that starts it anew must not be ended for a document.
        guarded = hasattr(signal, "setitimer") and getattr(worker, "nanny", None) is not None
        self._worker = Worker(job=self.job, guarded=guarded)

    def teardown(self, worker: Any) -> None:
        """Let go of open files."""
        if self._worker is not None:
            self._worker.close()

    def run(self, task: Task) -> Result:
        """Read one task; other threads of the process wait."""
        assert self._worker is not None
        with self._lock:
            return self._worker.run(task)


def run(plugin: str, task: Task) -> Result:
    """Read a task with the plugin of this worker."""
    warm = get_worker().plugins[plugin]
    assert isinstance(warm, Warm)
    return warm.run(task)
