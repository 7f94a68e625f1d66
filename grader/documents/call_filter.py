"""Has Linux refuse a process the calls for networks, other programs and changes to files: a small seccomp filter.

A refused call fails with EPERM, as it does for somebody without the right. Threads of its own are left to a process.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ctypes import CDLL

PR_SET_SECCOMP, MODE_FILTER = 22, 2  # of linux/prctl.h and linux/seccomp.h
ALLOW, FAIL = 0x7FFF0000, 0x00050000  # the latter with the number of an error
EPERM, ENOSYS = 1, 38
LOAD, IF_EQUAL, IF_LEAST, IF_ANY, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # of linux/bpf_common.h
NUMBER, PROCESSOR, FIRST_ARGUMENT, ARGUMENT_BYTES = 0, 4, 16, 8  # places in what a filter is given
X32 = 0x40000000  # calls of a second numbering on x86-64
CLONE_THREAD = 0x10000
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
PROCESSORS = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # name in linux/audit.h, column below

# Numbers on x86-64 and on 64-bit ARM, which does without the older ones.
NETWORK = {
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "sendto": (44, 206), "sendmsg": (46, 211),
    "bind": (49, 200), "listen": (50, 201), "socketpair": (53, 199), "accept4": (288, 242), "sendmmsg": (307, 269),
    "io_uring_setup": (425, 425),
}  # fmt: skip
PROGRAMS = {
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "bpf": (321, 280), "keyctl": (250, 219), "unshare": (272, 97), "setns": (308, 268),
    "mount": (165, 40), "umount2": (166, 39), "chroot": (161, 51), "pivot_root": (155, 41),
}  # fmt: skip
CHANGES = {
    "creat": (85, None), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "mkdir": (83, None),
    "mkdirat": (258, 34), "rmdir": (84, None), "link": (86, None), "linkat": (265, 37), "unlink": (87, None),
    "unlinkat": (263, 35), "symlink": (88, None), "symlinkat": (266, 36), "truncate": (76, 45), "mknod": (133, None),
    "mknodat": (259, 33), "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54), "utime": (132, None),
    "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88), "setxattr": (188, 5),
    "lsetxattr": (189, 6), "fsetxattr": (190, 7), "open_by_handle_at": (304, 265),
}  # fmt: skip
OTHERS = {
    "open": (2, None),
    "openat": (257, 56),
    "openat2": (437, 437),
    "clone": (56, 220),
    "clone3": (435, 435),
}
SIGNALS = {"kill": (62, 129), "tgkill": (234, 131)}  # a process may end itself, and nobody else

Step = tuple[int, int, int, int]
"""What to do, how many steps to skip if so and if not, with which number."""


def filter_calls(system: CDLL, *, programs: bool = False) -> bool:
    """Refuse this process certain calls from now on, and all that it starts; return whether the system does so.

    With ``programs``, other programs may be started, and only networks are refused.
    """
    known = PROCESSORS.get(os.uname().machine)
    if known is None or struct.calcsize("P") != ARGUMENT_BYTES:
        return False
    steps = list(steps_for(*known, programs=programs))
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    import ctypes  # only where it is used: it takes 3 ms to load

    held = ctypes.create_string_buffer(code, len(code))
    filter_ = struct.pack("@HP", len(steps), ctypes.addressof(held))
    return bool(system.prctl(PR_SET_SECCOMP, MODE_FILTER, filter_, 0, 0) == 0)


def steps_for(processor: int, column: int, *, programs: bool) -> Iterator[Step]:
    """Yield the filter's steps; each group ends by loading the call's number again."""
    yield LOAD, 0, 0, PROCESSOR
    yield IF_EQUAL, 1, 0, processor
    yield RETURN, 0, 0, FAIL | EPERM
    yield LOAD, 0, 0, NUMBER
    yield IF_LEAST, 0, 1, X32
    yield RETURN, 0, 0, FAIL | EPERM
    for table in (NETWORK,) if programs else (NETWORK, PROGRAMS, CHANGES):
        for numbers in table.values():
            yield from on(numbers[column], [(RETURN, 0, 0, FAIL | EPERM)])
    if programs:
        yield RETURN, 0, 0, ALLOW
        return
    for name in ("openat2", "clone3"):  # what asks falls back to the older call
        yield from on(OTHERS[name][column], [(RETURN, 0, 0, FAIL | ENOSYS)])
    for name, place, bits, step in (
        ("open", 1, WRITING, 0),
        ("openat", 2, WRITING, 0),
        ("clone", 0, CLONE_THREAD, 1),
    ):
        looked = (IF_ANY, 1 - step, step, bits)
        yield from on(OTHERS[name][column], [argument(place), *either(looked)])
    for numbers in SIGNALS.values():
        yield from on(numbers[column], [argument(0), *either((IF_EQUAL, 0, 1, os.getpid()))])
    yield RETURN, 0, 0, ALLOW


def on(number: int | None, then: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps of one call, which end the filter; any other call skips them."""
    if number is not None:
        yield IF_EQUAL, 0, len(then), number
        yield from then


def argument(place: int) -> Step:
    """Return the step that looks at the lower half of an argument."""
    return LOAD, 0, 0, FIRST_ARGUMENT + ARGUMENT_BYTES * place


def either(look: Step) -> list[Step]:
    """Return the steps that allow a call where a look skips nothing, and refuse it where it skips one."""
    return [look, (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, FAIL | EPERM)]
