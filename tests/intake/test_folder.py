"""Every file of the folder is a hand-in, is named as refused, or is one that never counts."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from grader.errors import HandInError, UsageError
from grader.intake.folder import MOST_KEPT, Found, HandIn, find_hand_ins, load, read_file


def names(found: Found) -> dict[str, tuple[str, ...]]:
    return {hand_in.name: hand_in.paths for hand_in in found.hand_ins}


def test_files_and_folders_are_hand_ins_and_the_rest_is_known(tmp_path: Path) -> None:
    for name in ("401.json", "b.pdf", "402/answers.json", "402/deep/er/page.pdf", "assignment.toml", "roster.csv",
                 "review.csv", "README.md", "README", ".DS_Store", "__MACOSX/x", "~$b.docx", ".hidden/x", "402/.x",
                 "other/assignment.toml", "other/1.json", "Thumbs.db"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "index.html").write_text("x")

    found = find_hand_ins(tmp_path, frozenset({(tmp_path / "reports").resolve()}))

    assert names(found) == {
        "401.json": ("401.json",),
        "402": ("402/answers.json", "402/deep/er/page.pdf"),
        "b.pdf": ("b.pdf",),
    }
    assert found.other_assignments == ("other",)
    assert sorted(found.noise) == [".DS_Store", ".hidden", "402/.x", "Thumbs.db", "__MACOSX", "~$b.docx"]
    assert [(name, fault.code) for name, fault in found.refused] == [("empty", "empty_folder")]


def test_links_and_pipes_are_refused_by_name_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "in"
    (folder / "403").mkdir(parents=True)
    (folder / "link.json").symlink_to(tmp_path / "secret")
    (folder / "broken.json").symlink_to("nowhere")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.json")
    os.mkfifo(folder / "403" / "pipe.json")
    (folder / "403" / "a.json").write_text("{}")

    found = find_hand_ins(folder)

    assert names(found) == {"403": ("403/a.json",)}
    assert {(name, fault.code) for name, fault in found.refused} == {
        (name, "not_a_file") for name in ("link.json", "broken.json", "loop", "pipe.json", "403/pipe.json")
    }


def test_reading_neither_follows_a_link_nor_waits_for_a_pipe(tmp_path: Path) -> None:
    """A file may become something else between the listing and the reading."""
    (tmp_path / "a.json").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "b.json")
    (tmp_path / "c.json").mkdir()

    for name in ("a.json", "b.json", "c.json", "gone.json"):
        with pytest.raises(HandInError) as failure:
            read_file(tmp_path, name)
        assert failure.value.code in ("unreadable_file", "not_a_file")


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("a.json", 5_000_000),
        ("a.txt", 5_000_000),
        ("a.PDF", 50_000_000),
        ("a.ipynb", 25_000_000),
        ("a.zip", 200_000_000),
    ],
)
def test_a_file_above_its_limit_is_refused_with_the_limit(tmp_path: Path, name: str, limit: int) -> None:
    with (tmp_path / name).open("wb") as stream:
        stream.truncate(limit + 1)

    with pytest.raises(HandInError, match=f"may have {limit // 1_000_000} MB") as failure:
        read_file(tmp_path, name)

    assert failure.value.code == "too_large"


def test_a_file_at_its_limit_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.json").open("wb") as stream:
        stream.truncate(5_000_000)

    assert len(read_file(tmp_path, "a.json")) == 5_000_000


def test_a_file_that_grows_while_it_is_read_is_read_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size was asked before; what came since counts too, and is not taken in."""
    most = 5_000_000
    with (tmp_path / "a.json").open("wb") as stream:
        stream.truncate(4 * most)
    told = os.fstat
    monkeypatch.setattr(os, "fstat", lambda file: os.stat_result((*told(file)[:6], 10, *told(file)[7:10])))
    tracemalloc.start()
    try:
        with pytest.raises(HandInError, match="may have 5 MB"):
            read_file(tmp_path, "a.json")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * most


def test_folders_without_end_are_refused_by_name(tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["401", *"bcdefghij"])
    deep.mkdir(parents=True)
    (deep / "a.json").write_text("{}")
    (tmp_path / "401" / "a.json").write_text("{}")

    found = find_hand_ins(tmp_path)

    assert names(found) == {"401": ("401/a.json",)}
    assert [fault.code for _, fault in found.refused] == ["too_deep"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        find_hand_ins(tmp_path / "nowhere")


def test_a_large_file_is_not_kept_and_not_believed_once_it_has_changed(tmp_path: Path) -> None:
    """A class of large files is never in memory at once; what is parsed are still the bytes that were hashed."""
    place = tmp_path / "401.pdf"
    place.write_bytes(b"x" * (MOST_KEPT + 1))
    (file,) = load(tmp_path, HandIn(name="401.pdf", paths=("401.pdf",)))

    assert file.data == b""
    assert file.content() == place.read_bytes()
    place.write_bytes(b"y" * (MOST_KEPT + 1))
    with pytest.raises(HandInError) as refused:
        file.content()
    assert refused.value.code == "changed"
