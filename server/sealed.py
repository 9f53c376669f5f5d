"""A process that can open no connection any more, by a filter in the kernel that cannot be taken off (Linux).

The engine can ask other servers (SERVICE), and that cannot be switched off from Python. The text of each query is
checked for it; this holds if the check should ever miss one, also for stores on disk, whose workers have to open files.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from types import MappingProxyType

_NO_NEW_PRIVILEGES = 38
_SET_SECCOMP = 22
_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000
_DENIED = 13
"""EACCES: a socket is refused like a file that one may not read."""
_X32 = 0x40000000
_ARCHES = MappingProxyType({"x86_64": (0xC000003E, (41, 425)), "aarch64": (0xC00000B7, (198, 425))})
"""By machine: the kernel's name for it, its numbers of socket() and of io_uring_setup(), which can replace it."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def seal() -> bool:
    """Let this process and all its threads make no socket from here on. False where the system cannot do that."""
    arch = _ARCHES.get(platform.machine())
    if sys.platform != "linux" or arch is None or struct.calcsize("P") != 8:
        return False
    code = _code(*arch)
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _code(machine: int, refused: tuple[int, ...]) -> bytes:
    """The filter: calls of another machine's kind, or of those numbers, are refused; all others go on."""

    def line(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    load, equal, above, give = 0x20, 0x15, 0x35, 0x06
    count = len(refused)
    return b"".join(
        (
            line(load, 0, 0, 4),
            line(equal, 0, count + 3, machine),
            line(load, 0, 0, 0),
            line(above, count + 1, 0, _X32),
            *(line(equal, count - place, 0, number) for place, number in enumerate(refused)),
            line(give, 0, 0, _ALLOW),
            line(give, 0, 0, _REFUSE | _DENIED),
        )
    )
