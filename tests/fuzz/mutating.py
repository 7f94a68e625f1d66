"""Fuzzes one reader by mutating seeds: `python -m tests.fuzz.mutating READER SECONDS [SEED]`.

Needs nothing but this project; `tests/fuzz/guided.py` does the same with atheris, which sees which lines are reached.
Inputs that break a promise or take long are kept below `tests/fuzz/found`, where the suite runs them from then on.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from pathlib import Path

from tests.fuzz.readers import HARNESSES, Harness
from tests.fuzz.seeds import SEEDS

FOUND = Path(__file__).parent / "found"
LONG_SECONDS = 1.0  # of CPU time for an input of a few kB, on a machine with other things to do
LONGEST = 20_000
TOKENS = (
    b"0", b"9" * 40, b"-", b"--", b"\t", b" ", b"\n", b"\r", b",", b";", b":", b".", b"=", b"x", b"(", b")", b"[", b"]",
    b"{", b"}", b"<", b">", b"|", b"#", b"*", b"_", b"`", b"$", b"\\", b'"', b"'", b"/", b"%", b"^", b"e999", b"NaN",
    b"\\frac{", b"\\begin{matrix}", b"null", b"\xff\xfe", b"\xef\xbb\xbf", b"\\ud800", b"\0", "×".encode(),
    "۱".encode(),
    "٫".encode(), "الف".encode(), "\u202e".encode(), "\u200c".encode(), b"obj", b"stream", b"/Kids", b"PK\x01\x02",
)  # fmt: skip


def main(words: list[str]) -> int:
    """Fuzz for so many seconds and say how many inputs ran and what they found."""
    reader, seconds = words[0], float(words[1])
    chance = random.Random(int(words[2]) if len(words) > 2 else 0)
    ran, kept = fuzz(HARNESSES[reader], list(SEEDS[reader]), seconds, chance, FOUND / reader)
    print(f"{reader}: {ran} inputs, {len(kept)} found: {', '.join(kept) or 'nothing'}")
    return 1 if kept else 0


def fuzz(
    harness: Harness, pool: list[bytes], seconds: float, chance: random.Random, folder: Path
) -> tuple[int, list[str]]:
    """Return how many inputs ran, and what was found."""
    kept: list[str] = []
    told: set[str] = set()
    ran, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        data = mutated(chance.choice(pool), pool, chance)
        begun = time.process_time()
        try:
            harness(data)
            fault = ""
        except RecursionError:
            fault = "RecursionError"
        except Exception as error:  # noqa: BLE001 - whatever a reader lets out is what is looked for
            last = error.__traceback__
            while last and last.tb_next:
                last = last.tb_next
            fault = f"{type(error).__name__} at line {last.tb_lineno if last else 0}: {str(error)[:60]}"
        spent = time.process_time() - begun
        if not fault and spent > LONG_SECONDS:
            fault = f"{spent:.1f} s for {len(data)} bytes"
        ran += 1
        sort = fault.partition(" s for")[0][:40] if " s for" not in fault else "slow"
        if fault and sort not in told:
            told.add(sort)
            folder.mkdir(parents=True, exist_ok=True)
            folder.joinpath(hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
            kept.append(fault)
        elif not fault and chance.random() < 0.02 and len(pool) < 400:
            pool.append(data)
    return ran, kept


def mutated(data: bytes, pool: list[bytes], chance: random.Random) -> bytes:
    """Return other bytes."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        place = chance.randrange(len(made) + 1)
        match chance.randrange(7):
            case 0 if made:
                made[place % len(made)] = chance.randrange(256)
            case 1:
                made[place:place] = chance.choice(TOKENS)
            case 2:
                made[place:place] = chance.choice(TOKENS) * chance.choice((3, 30, 300, 1500))
            case 3:
                del made[place : place + chance.choice((1, 3, 20))]
            case 4:
                other = chance.choice(pool)
                start = chance.randrange(len(other) + 1)
                made[place:place] = other[start : start + chance.choice((4, 40, 400))]
            case 5:
                made[place:place] = made[place : place + 40] * chance.choice((1, 5, 50))
            case _:
                made[place : place + 1] = chance.choice(TOKENS)
    return bytes(made[:LONGEST])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
