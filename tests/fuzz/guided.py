"""Fuzzes one reader with atheris, which sees which lines are reached: `python -m tests.fuzz.guided READER [-runs=N …]`.

`pip install atheris` first. Crashes are written by it into the working folder: keep them below `tests/fuzz/found`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main(words: list[str]) -> None:
    """Fuzz until something is found or a limit among the options of libFuzzer is reached."""
    import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]  # only here, and not everywhere

    with atheris.instrument_imports(include=["grader"]):
        from tests.fuzz.mutating import FOUND, TOKENS
        from tests.fuzz.readers import HARNESSES
        from tests.fuzz.seeds import SEEDS

        HARNESSES[words[1]](SEEDS[words[1]][0])  # loads what the reader loads, under watch
    corpus = Path(tempfile.mkdtemp())
    found = [path.read_bytes() for path in sorted((FOUND / words[1]).glob("*"))]
    for number, seed in enumerate([*SEEDS[words[1]], *found]):
        corpus.joinpath(str(number)).write_bytes(seed)
    words_known = corpus.with_suffix(".dict")
    coded = ("".join(f"\\x{byte:02x}" for byte in token) for token in TOKENS)
    words_known.write_text("".join(f'"{word}"\n' for word in coded))
    options = [
        "-max_len=4000",
        "-len_control=0",
        f"-dict={words_known}",
    ]  # long inputs, and what readers look for
    atheris.Setup([words[0], str(corpus), *options, *words[2:]], HARNESSES[words[1]])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
