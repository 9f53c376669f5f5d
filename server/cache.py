"""Answers that are kept to be given again: the least recently used go first when there are too many bytes of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from server.wire import Answer, Task

_SHARE = 8
"""No answer may take more than this part of the room, so that one does not drive out all others."""
_OVERHEAD = 512
"""Bytes that an entry takes beside its texts, about."""


class Cache:
    """Task -> answer, for one release. The task has all that an answer depends on: query, format, graphs, limits."""

    def __init__(self, room: int) -> None:
        """``room``: bytes; 0 keeps nothing."""
        self.room = room
        self.used = 0
        self._kept: OrderedDict[Task, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many answers there are."""
        return len(self._kept)

    def get(self, task: Task) -> Answer | None:
        """The answer, if it is here."""
        with self._lock:
            answer = self._kept.get(task)
            if answer:
                self._kept.move_to_end(task)
            return answer

    def put(self, task: Task, answer: Answer) -> None:
        """Keep an answer, unless it is too large."""
        size = _size(task, answer)
        if size > self.room // _SHARE:
            return
        with self._lock:
            if task not in self._kept:
                self._kept[task] = answer
                self.used += size
            while self.used > self.room:
                old, gone = self._kept.popitem(last=False)
                self.used -= _size(old, gone)


class Flights:
    """What several ask for at the same moment is worked out once, by who came first; the others wait for that.

    When a new release is taken up, nothing of it is kept yet, and everybody's next page needs the same of the store.
    """

    def __init__(self) -> None:
        self._under_way: dict[Task, Future[Answer]] = {}
        self._lock = threading.Lock()

    def join(self, task: Task, work: Callable[[], Answer]) -> Answer:
        """What ``work`` gives, or raises, to the first who asks for the task and to all who ask until it is there."""
        with self._lock:
            flight = self._under_way.get(task)
            if flight is None:
                mine = self._under_way[task] = Future()
        if flight is not None:
            return flight.result()
        try:
            mine.set_result(work())
        except BaseException as problem:
            mine.set_exception(problem)
        finally:
            with self._lock:
                del self._under_way[task]
        return mine.result()


def _size(task: Task, answer: Answer) -> int:
    return len(answer.body) + 4 * len(task.text) + _OVERHEAD
