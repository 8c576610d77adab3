"""The time limit a document where there is no worker process to end: an alarm that raises in the middle of the reading.

It breaks off Python code and regular expressions; a call into another library is only left when it returns. Only a main thread has it, on
a system with timers.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_AGAIN = 2.0
"""Seconds until the alarm is raised anew, should something have swallowed it."""


class TooLong(BaseException):
    """A document took longer than it may; no Exception, so that nobody takes it for the document's own failure."""


def possible() -> bool:
    """Whether an alarm can be set here."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def begin() -> Callable[[], None]:
    """Let alarms raise TooLong; returns what restores the earlier state."""
    before: Any = signal.signal(signal.SIGALRM, _raise)

    def end() -> None:
        disarm()
        signal.signal(signal.SIGALRM, before)

    return end


def arm(seconds: float) -> None:
    """Set the alarm for the next document, or anew."""
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)


def disarm() -> None:
    """No alarm."""
    signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """What happens inside may take so long, where that can be told.

    Raises:
        TooLong: it took longer.
    """
    if not possible():
        yield
        return
    end = begin()
    try:
        arm(seconds)
        yield
    finally:
        end()


def _raise(number: int, frame: FrameType | None) -> None:
    raise TooLong
