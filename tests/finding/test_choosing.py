"""What counts, what waits, and why: each rule of finding on the smallest text that shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.records import Certainty, PartStatus, StudentRecord
from tests.finding.conftest import Grade

RIGHT, WRONG = PartStatus.CORRECT, PartStatus.INCORRECT
WAITS, BLANK = PartStatus.NEEDS_REVIEW, PartStatus.BLANK
CERTAIN, PLAIN, DOUBTFUL = Certainty


@pytest.mark.parametrize(
    ("text", "status", "certainty"),
    [
        pytest.param("Question 3\na) answer: 7", RIGHT, CERTAIN, id="labelled"),
        pytest.param("Question 3\na) answer: 8", WRONG, CERTAIN, id="labelled-wrong"),
        pytest.param("Question 3\na) it covers 7 pixels", RIGHT, PLAIN, id="only-one"),
        pytest.param("Question 3\na) it covers 8 pixels", WRONG, PLAIN, id="only-one-wrong"),
        pytest.param("Question 3\na) 8 here. And 7 there.", WAITS, DOUBTFUL, id="last-of-two"),
        pytest.param("Question 3\na) 8 here, so 7 there.", RIGHT, PLAIN, id="concluded-from-the-other"),
        pytest.param("Question 3\na) 7 (8 in the plain case)", RIGHT, PLAIN, id="beside-a-remark"),
        pytest.param("Question 3\na) 8 (7 in the plain case)", WAITS, PLAIN, id="right-in-the-remark"),
        pytest.param("Question 3\na) 8 and certainly not 7", WAITS, PLAIN, id="the-right-one-negated"),
        pytest.param("Question 3\na) 7 rather than 8", RIGHT, PLAIN, id="the-wrong-one-replaced"),
        pytest.param("Question 3\na) 7 is wrong", WAITS, DOUBTFUL, id="only-a-wrong-one"),
        pytest.param("Question 3\na) answer: 7\n\nCorrection, it is 8", WAITS, DOUBTFUL, id="corrected-later"),
        pytest.param("Question 3\na) ۸ به جای ۷ پیکسل", WAITS, PLAIN, id="instead-of-the-right-one"),
        pytest.param("Question 3\na) 8 / 7 (the second is dilated)", WAITS, PLAIN, id="parted-by-a-stroke"),
        pytest.param("Question 3\na) 7. Undilated we had 8.", WAITS, DOUBTFUL, id="a-stop-behind-the-letter"),
        pytest.param("Question 3\na) a 5×5 field and 3 of them", WAITS, DOUBTFUL, id="two-of-the-kind"),
        pytest.param("Question 3\na) 3 it is, yet others say 7", WAITS, DOUBTFUL, id="a-given-number-first"),
        pytest.param("Question 3\na) the answer is 3; the dilated 7", WAITS, DOUBTFUL, id="a-given-number-claimed"),
        pytest.param("Question 3\na) it's 8; the eye says 7", WAITS, DOUBTFUL, id="a-contraction-is-no-symbol"),
        pytest.param("Question 3\na) 8 -- with 7 too small", WAITS, PLAIN, id="a-dash-is-no-minus"),
        pytest.param("Question 3\na) the answer is 8; one more answer 7", WAITS, DOUBTFUL, id="two-answers"),
        pytest.param("Question 3\na) 3\n\n***\n\n7", WAITS, DOUBTFUL, id="a-given-number-in-its-own-line"),
        pytest.param("Question 3\na) 7; sorry, 3", WAITS, DOUBTFUL, id="a-given-number-as-correction"),
        pytest.param("Question 3\na) 8, not really 7", WAITS, PLAIN, id="negated-with-an-adverb"),
        pytest.param("Question 3\na) 7 here. And 8 there.", WAITS, DOUBTFUL, id="first-of-two"),
        pytest.param("Question 3\na) 3 + 2·2 = 7", RIGHT, PLAIN, id="end-of-a-chain"),
        pytest.param("Question 3\na) 3 + 2·2 = 7 = 8", WAITS, PLAIN, id="right-before-the-end"),
        pytest.param("Question 3\na) \\boxed{7}, not 9", RIGHT, CERTAIN, id="boxed"),
        pytest.param("Question 3\na) k = \ufffd7", WAITS, DOUBTFUL, id="damaged"),
        pytest.param("Question 3\nb) 14x10\na)", WAITS, DOUBTFUL, id="letter-goes-back"),
        pytest.param("Question 3\na)\nb) 14x10", BLANK, CERTAIN, id="blank"),
        pytest.param("Question 3\na)\nb)", WAITS, DOUBTFUL, id="nothing-was-found"),
        pytest.param("Question 3\na)\nb) 14x10\n![](page.png)", WAITS, DOUBTFUL, id="picture"),
        pytest.param("nothing of the kind", WAITS, DOUBTFUL, id="no-heading"),
        pytest.param("effective_kernel = 7", RIGHT, CERTAIN, id="its-name-without-a-heading"),
        pytest.param("effective_kernel = 8", WRONG, CERTAIN, id="its-name-wrong"),
        pytest.param("dilated_output.effective_kernel = 8", WRONG, CERTAIN, id="its-full-name"),
        pytest.param("Question 3\na)\n```\n7\n```", WAITS, DOUBTFUL, id="a-program-says-it"),
        pytest.param("Question 3\na) How wide is it, 7 or 9?\nb) 14x10", WAITS, DOUBTFUL, id="the-question"),
    ],
)  # fmt: skip
def test_evidence_decides_what_counts(
    grade: Grade, text: str, status: PartStatus, certainty: Certainty
) -> None:
    part = grade("3", text)["effective_kernel"]

    assert (part.status, part.reading.certainty) == (status, certainty)


def test_a_right_value_on_weak_evidence_must_show_enough(grade: Grade) -> None:
    parts = grade("36", "some text\n14450688 and 7 and 2207744 stand here")

    assert parts["direct"].status is RIGHT
    assert parts["effective_kernel"].status is WAITS


def test_a_value_that_is_another_parts_answer_too_is_not_credited_weakly(grade: Grade) -> None:
    parts = grade("2", "Question 2\nwe count 4608 and 512 and 656 weights, 144 for one filter")

    assert {name: part.status for name, part in parts.items()}["standard"] is RIGHT


def test_what_was_seen_is_told_with_its_line(grade: Grade) -> None:
    part = grade("3", "Question 3\na) 6 here. And 8 there.")["effective_kernel"]

    assert part.reading.reason == "several_candidates"
    assert part.feedback == ("Several values stand here: 6; And 8 there.",)


@pytest.mark.parametrize(
    ("json_answer", "status", "reason"),
    [
        pytest.param("7", RIGHT, None, id="agrees"),
        pytest.param("9", WAITS, "contradictory", id="differs"),
        pytest.param('""', RIGHT, None, id="empty"),
    ],
)
def test_two_files_of_one_hand_in_agree_or_wait(
    grade_files: Callable[..., StudentRecord], json_answer: str, status: PartStatus, reason: str | None
) -> None:
    record = grade_files(
        "3",
        a__json=f'{{"answers": {{"dilated_output.effective_kernel": {json_answer}}}}}',
        b__md="Question 3\n\na) answer: 7",
    )
    part = next(part for part in record.parts if part.id == "effective_kernel")

    assert (part.status, part.reading.reason) == (status, reason)


def test_the_answers_given_in_an_assignment_are_no_given_numbers(grade: Grade) -> None:
    part = grade("8", "Question 8\n\nThe layers see 3 and then 15 pixels, so the answer is 15.")["side"]

    assert part.status is RIGHT
