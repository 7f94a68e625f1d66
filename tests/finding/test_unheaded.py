"""What stands under no question's heading is sure only where its label can mean one part alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.grading.grade import Grader
from grader.intake.folder import LoadedFile
from grader.intake.take_in import take_in
from grader.records import PartStatus
from grader.translation import ENGLISH
from tests.finding.extracts import ASSIGNMENT

UNLETTERED = """
[[question]]
problem = "conv_shapes"
number = "1"
parts = { conv1 = 1, conv1_params = 1 }
params = { input = [20, 28, 3], layers = [
  { name = "conv1", type = "conv", filters = 12, kernel = 3, bias = true } ] }
[[question]]
problem = "parameter_counts"
number = "2"
parts = { standard = 1 }
params = { kernel = 3, in_channels = 2, out_channels = 4, bias = false }
"""


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Grader:
    path: Path = tmp_path_factory.mktemp("assignment") / "unlettered.toml"
    path.write_text(ASSIGNMENT + UNLETTERED, encoding="utf-8")
    return Grader(load_homework(path, Bank([])), ENGLISH)


@pytest.mark.parametrize(
    ("label", "status"),
    [
        pytest.param("اول", PartStatus.NEEDS_REVIEW, id="persian-ordinal"),
        pytest.param("first", PartStatus.NEEDS_REVIEW, id="ordinal"),
    ],
)
def test_a_number_alone_names_no_part_without_its_question(
    grader: Grader, label: str, status: PartStatus
) -> None:
    text = f"Question 2\n72\nQuestion 12\n{label}: 400 × 12 × 96 = 460800\n"
    file = LoadedFile(path="answers.txt", data=text.encode(), sha256="0" * 64)
    parts = {part.id: part for part in grader.grade(take_in("40250001", [file], None)).parts}
    assert parts["conv1_params"].status is status
