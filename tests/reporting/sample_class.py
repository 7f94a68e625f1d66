"""An invented class of 24 with every kind of verdict, for the pages to be tried on, in two languages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256

from grader.records import (
    Certainty,
    Decision,
    ErrorRecord,
    FileRecord,
    JsonValue,
    MistakeRecord,
    PartRecord,
    PartStatus,
    QuestionRecord,
    ReadingRecord,
    StudentRecord,
    StudentStatus,
)
from grader.reporting.pages import AssignmentPage, QuestionText
from tests.reporting.sample_texts import NAMES, Language, make_assignment, make_texts

STATUS = {
    "right": PartStatus.CORRECT,
    "half": PartStatus.PARTIAL,
    "wrong": PartStatus.INCORRECT,
    "blank": PartStatus.BLANK,
    "doubt": PartStatus.NEEDS_REVIEW,
    "marker": PartStatus.AWAITING_MARKER,
}

OUTPUT: list[JsonValue] = [
    [0, 20, -70, 20, 0],
    [0, 30, -60, 30, 0],
    [0, 30, -60, 30, 0],
    [0, 30, -60, 30, 0],
    [0, 20, -70, 20, 0],
]
BORDER_LOST: list[JsonValue] = [
    [0, 0, 0, 0, 0],
    [0, 30, -60, 30, 0],
    [0, 30, -60, 30, 0],
    [0, 30, -60, 30, 0],
    [0, 0, 0, 0, 0],
]
BORDER_CELLS = tuple((row, column) for row in (0, 4) for column in (1, 2, 3))


@dataclass(slots=True)
class Sample:
    """A class that has been graded, as the pages are given it."""

    assignment: AssignmentPage
    records: list[StudentRecord] = field(default_factory=list)
    texts: dict[str, QuestionText] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def make_part(
    verdict: str,
    kind: str,
    submitted: JsonValue,
    *,
    id: str,
    value: JsonValue = None,
    expected: JsonValue = None,
    most: int = 2,
    credit: Fraction | None = None,
    shown: str | None = None,
    feedback: tuple[str, ...] = (),
    mistakes: tuple[MistakeRecord, ...] = (),
    wrong_cells: tuple[tuple[int, int], ...] = (),
    reason: str | None = None,
    follows: bool = False,
    decision: Decision | None = None,
    tolerance: str = "",
    file: str | None = None,
) -> PartRecord:
    """Return one judged part; credit and reading follow from the verdict unless they are said."""
    status = STATUS[verdict]
    earned = credit if credit is not None else Fraction(1 if verdict == "right" else 0)
    text = "" if submitted is None else submitted if isinstance(submitted, str) else str(submitted)
    return PartRecord(
        id=id,
        kind=kind,
        status=status,
        credit=earned,
        points=earned * most,
        max_points=Fraction(most),
        submitted=submitted,
        value=value,
        expected=expected,
        mistakes=mistakes,
        followed_through=follows,
        feedback=feedback,
        reading=ReadingRecord(
            certainty=Certainty.DOUBTFUL if verdict == "doubt" else Certainty.CERTAIN,
            file=file,
            text=text,
            reason=reason,
        ),
        shown=shown if shown is not None else "" if value is None else str(value),
        wrong_cells=wrong_cells,
        tolerance=tolerance,
        decision=decision,
    )


def answers_of(number: int, locale: str, file: str) -> tuple[QuestionRecord, ...]:
    """Return what student ``number`` answered; the numbers bring every kind of verdict about."""
    say = Language(locale)
    half = Fraction(1, 2)

    def mistake(code: str, hint: str, credit: Fraction) -> tuple[MistakeRecord, ...]:
        return (MistakeRecord(code=code, hint=say(hint), credit=credit),)

    right = (say("Right."),)
    border = mistake(
        "border_left_zero", "The border counts too: which pixels does the window see at the edge?", half
    )
    cells = say("each cell within 0.1 %")
    matrix_value: JsonValue = OUTPUT if number % 3 else BORDER_LOST
    output = make_part(
        "right" if number % 3 else "half",
        "matrix",
        matrix_value,
        id="output",
        value=matrix_value,
        expected=OUTPUT,
        most=5,
        credit=None if number % 3 else Fraction(19, 25),
        feedback=right if number % 3 else (),
        mistakes=() if number % 3 else border,
        wrong_cells=() if number % 3 else BORDER_CELLS,
        tolerance=cells,
        file=file,
    )
    name = make_part(
        "blank" if number % 7 == 4 else "right",
        "choice",
        None if number % 7 == 4 else "Laplacian",
        id="kernel_name",
        value=None if number % 7 == 4 else "laplacian",
        expected="laplacian",
        most=1,
        shown="" if number % 7 == 4 else "laplacian",
        feedback=() if number % 7 == 4 else right,
        tolerance=say("one of the names"),
        file=file,
    )
    essays = (
        "It answers where the brightness changes quickly.\nFlat regions give 0, the line gives -60.",
        "به لبه‌ها و خط‌های باریک پاسخ می‌دهد: جایی که شدت روشنایی ناگهان تغییر می‌کند.",
        "edges",
    )
    role = make_part(
        "marker",
        "written",
        essays[number % 3],
        id="role",
        most=2,
        tolerance=say("marked by a person"),
        file=file,
        decision=Decision(
            credit=Fraction(3, 4), by="Dr. Naderi", note=say("Well argued; the sign was not asked.")
        )
        if number % 2 == 0
        else None,
    )
    exact = say("exact")
    shape_hint = mistake(
        "stride_forgotten", "Compare your shape with the stride: how often does the window fit?", Fraction(0)
    )
    wrong_shape = number % 4 == 1
    conv = make_part(
        "wrong" if wrong_shape else "right",
        "shape",
        "28x28x32" if wrong_shape else "(None, 14, 14, 32)",
        id="conv",
        value=[28, 28, 32] if wrong_shape else [14, 14, 32],
        expected=[14, 14, 32],
        most=3,
        shown="28 × 28 × 32" if wrong_shape else "14 × 14 × 32",
        mistakes=shape_hint if wrong_shape else (),
        feedback=() if wrong_shape else right,
        tolerance=exact,
        file=file,
    )
    pool = make_part(
        "right",
        "shape",
        "14*14*32" if wrong_shape else "۷×۷×۳۲",
        id="pool",
        expected=[7, 7, 32],
        most=3,
        value=[14, 14, 32] if wrong_shape else [7, 7, 32],
        shown="14 × 14 × 32" if wrong_shape else "7 × 7 × 32",
        follows=wrong_shape,
        feedback=right,
        tolerance=exact,
        file=file,
    )
    bias = mistake("bias_forgotten", "How many biases has one unit? You wrote 50176.", half)
    waits = mistake(
        "bias_forgotten",
        "Did you count the bias of each filter? One decision settles it for the class.",
        half,
    )
    caret = "\n".join(("50 2o8", "    ^", say("Write one number, such as `50208`.")))
    dense = {
        0: make_part(
            "half",
            "integer",
            50176,
            id="dense_params",
            value=50176,
            expected=50208,
            credit=half,
            mistakes=bias,
            tolerance=exact,
            file=file,
        ),
        2: make_part(
            "doubt",
            "integer",
            "50 2o8",
            id="dense_params",
            expected=50208,
            reason="malformed",
            feedback=(caret,),
            tolerance=exact,
            file=file,
        ),
        3: make_part(
            "doubt",
            "integer",
            50176,
            id="dense_params",
            value=50176,
            expected=50208,
            reason="convention",
            mistakes=waits,
            tolerance=exact,
            file=file,
        ),
    }.get(
        number % 6,
        make_part(
            "right",
            "integer",
            "50,208",
            id="dense_params",
            value=50208,
            expected=50208,
            feedback=right,
            tolerance=exact,
            file=file,
        ),
    )
    tap = mistake(
        "dilation_times_kernel",
        "How many gaps lie between the taps of a row, and does the last tap have one after it?",
        Fraction(0),
    )
    taps = make_part(
        "wrong" if number % 5 == 2 else "right",
        "integer",
        6 if number % 5 == 2 else "۵",
        id="effective_kernel",
        value=6 if number % 5 == 2 else 5,
        expected=5,
        most=1,
        mistakes=tap if number % 5 == 2 else (),
        feedback=() if number % 5 == 2 else right,
        tolerance=exact,
        file=file,
    )
    formula_text = "(M - D*F + D)*(N - D*F + D)" if number % 5 else "(M - D*F - D)*(N - D*F - D)/2"
    formula = make_part(
        "right" if number % 5 else "wrong",
        "expression",
        "(M-DF+D)(N-DF+D)" if number % 5 else "(M-DF-D)(N-DF-D)/2",
        id="formula",
        value=formula_text,
        expected="(M - D*F + D)*(N - D*F + D)",
        most=3,
        shown=formula_text,
        feedback=right if number % 5 else (),
        tolerance=say("equal as a function of M, N, F, D"),
        file=file,
    )
    ratio = make_part(
        "right",
        "number",
        "0.361",
        id="ratio",
        value=0.361,
        expected=0.3611,
        most=2,
        shown="0.361",
        feedback=(say("Right, as rounded."),),
        tolerance=say("within 0.1 %, or rounded to at least 2 digits"),
        file=file,
    )
    return (
        QuestionRecord(id="laplacian_output", parts=(output, name, role)),
        QuestionRecord(id="conv_shapes", parts=(conv, pool, dense)),
        QuestionRecord(id="dilated_output", parts=(taps, formula)),
        QuestionRecord(id="parameter_counts", parts=(ratio,)),
    )


def make_class(locale: str = "en", *, release: bool = False) -> Sample:
    """Return the whole class: 22 graded, one unreadable, one missing."""
    say = Language(locale)
    sample = Sample(assignment=make_assignment(locale, release=release), texts=make_texts(locale))
    for number, name in enumerate(NAMES):
        student = f"4012{number:05}"
        path = f"{student}.json"
        file = FileRecord(path=path, sha256=sha256(path.encode()).hexdigest(), kind="json")
        record = StudentRecord(
            student_id=student,
            name=name,
            status=StudentStatus.GRADED,
            files=(file,),
            questions=answers_of(number, locale, path),
            errors=(),
        )
        if number == 5:
            remark = say("`conv_shapes.dens` is no part of this homework; did you mean `conv_shapes.dense`?")
            record = replace(record, errors=(ErrorRecord(code="unknown_key", file=path, message=remark),))
        if number == 21:
            failure = say("The file is not JSON: line 3 has a comma too many. Save it again and hand it in.")
            error = ErrorRecord(code="unreadable_json", file=path, message=failure)
            unread = (replace(file, kind=""),)
            record = replace(
                record, status=StudentStatus.UNREADABLE, files=unread, questions=(), errors=(error,)
            )
        if number == 22:
            record = replace(record, status=StudentStatus.MISSING, files=(), questions=())
        sample.records.append(record)
        sample.reports[student] = f"students/{student}-{sha256(student.encode()).hexdigest()[:8]}.html"
    return sample
