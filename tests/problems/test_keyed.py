"""Questions whose answers stand in the assignment."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge


def asked(kind: str, expected: JsonValue, **more: JsonValue) -> dict[str, JsonValue]:
    return {"parts": [{"id": "a", "kind": kind, "expected": expected, "text": "What is it?", **more}]}


@pytest.mark.parametrize(
    ("params", "answer", "status"),
    [
        pytest.param(asked("integer", 30), "۳۰", PartStatus.CORRECT, id="integer"),
        pytest.param(asked("integer", 30), 31, PartStatus.INCORRECT, id="wrong-integer"),
        pytest.param(asked("number", 0.1), 0.1, PartStatus.CORRECT, id="number"),
        pytest.param(asked("number", "1/3"), "0.33", PartStatus.CORRECT, id="number-as-fraction"),
        pytest.param(asked("number", 100, rtol=0.05), 104, PartStatus.CORRECT, id="within-5-percent"),
        pytest.param(asked("number", 100, atol=2), 103, PartStatus.INCORRECT, id="beyond-2"),
        pytest.param(
            asked("vector", ["1/3", "2/3"]), "[0.33, 0.67]", PartStatus.CORRECT, id="vector-of-thirds"
        ),
        pytest.param(asked("percent", 90), "89.5%", PartStatus.CORRECT, id="percent"),
        pytest.param(asked("shape", [14, 14, 32]), "14x14x32", PartStatus.CORRECT, id="shape"),
        pytest.param(asked("vector", [1, 2.5, 3]), "[1, 2.5, 3]", PartStatus.CORRECT, id="vector"),
        pytest.param(asked("matrix", [[1, 2], [3, 4]]), [[1, 2], [3, 4]], PartStatus.CORRECT, id="matrix"),
        pytest.param(
            asked("matrix", [["x", 0], [0, "y"]], symbols=["x", "y"]),
            "[x 0; 0 y]",
            PartStatus.CORRECT,
            id="symbols",
        ),
        pytest.param(
            asked("expression", "(a+b)^2", symbols=["a", "b"]),
            "a² + 2ab + b²",
            PartStatus.CORRECT,
            id="formula",
        ),
        pytest.param(asked("choice", "yes", choices=["yes", "no"]), "Yes", PartStatus.CORRECT, id="choice"),
        pytest.param(
            asked("choice", "yes", choices={"yes": ["بله"], "no": ["خیر"]}),
            "بله",
            PartStatus.CORRECT,
            id="synonym",
        ),
        pytest.param(
            asked("choice", "yes", choices=["yes", "no"]), "no", PartStatus.INCORRECT, id="wrong-choice"
        ),
        pytest.param(
            asked("choice", "yes", choices=["yes", "no"]), "maybe", PartStatus.NEEDS_REVIEW, id="neither"
        ),
    ],
)
def test_every_kind_is_judged_by_its_rule(
    judge: Judge, params: Mapping[str, JsonValue], answer: JsonValue, status: PartStatus
) -> None:
    assert judge("keyed", {"a": answer}, params)["a"].status is status


def test_a_written_part_needs_no_answer_and_waits_for_a_person(bank: Bank, judge: Judge) -> None:
    params: dict[str, JsonValue] = {"parts": [{"id": "why", "kind": "written", "text": "Why?"}]}

    assert Instance(bank["keyed"], params).references == {}
    assert judge("keyed", {"why": "Because."}, params)["why"].status is PartStatus.AWAITING_MARKER


def test_all_parts_are_asked_by_default_those_in_words_too(bank: Bank) -> None:
    why: list[JsonValue] = [{"id": "why", "kind": "written", "text": "Why?"}]

    assert Instance(bank["keyed"], {"parts": [*parts("a"), *why]}).default_parts == ("a", "why")


def test_a_mistake_that_the_assignment_names_is_recognised(judge: Judge) -> None:
    mistakes: JsonValue = [{"code": "plus_one", "value": 29, "hint": "Count both ends.", "credit": 0.25}]

    verdict = judge("keyed", {"a": "29"}, asked("integer", 30, mistakes=mistakes))["a"]

    assert [(each.mistake.code, each.mistake.hint.text) for each in verdict.mistakes] == [
        ("plus_one", "Count both ends.")
    ]
    assert verdict.credit == Fraction(1, 4)


def test_a_mistake_earns_nothing_unless_the_assignment_says_so(judge: Judge) -> None:
    mistakes: JsonValue = [{"code": "plus_one", "value": 29, "hint": "Count both ends."}]

    assert judge("keyed", {"a": 29}, asked("integer", 30, mistakes=mistakes))["a"].credit == 0


def test_each_part_asks_its_own_text(bank: Bank) -> None:
    params: dict[str, JsonValue] = {
        "prompt": "Two things.",
        "parts": [*parts("a", "First?"), *parts("b", "Second?")],
    }

    instance = Instance(bank["keyed"], params)

    assert [(part.question.text, dict(part.question.values)["text"]) for part in instance.parts.values()] == [
        ("{text}", "First?"),
        ("{text}", "Second?"),
    ]


def parts(part_id: str, text: str = "What?") -> list[JsonValue]:
    return [{"id": part_id, "kind": "integer", "expected": 1, "text": text}]


@pytest.mark.parametrize(
    ("params", "place"),
    [
        pytest.param({"parts": []}, ("parts",), id="no-parts"),
        pytest.param(asked("integer", 1.5), ("parts", 0, "expected"), id="half-an-integer"),
        pytest.param(asked("number", "many"), ("parts", 0, "expected"), id="word-for-a-number"),
        pytest.param(asked("number", True), ("parts", 0, "expected"), id="truth-for-a-number"),
        pytest.param(asked("nubmer", 1), ("parts", 0, "kind"), id="unknown-kind"),
        pytest.param(
            asked("expression", "a+b", symbols=["a"]), ("parts", 0, "expected"), id="undeclared-symbol"
        ),
        pytest.param(asked("choice", "yes"), ("parts", 0, "choices"), id="nothing-to-choose-from"),
        pytest.param(
            asked("choice", "maybe", choices=["yes", "no"]), ("parts", 0, "expected"), id="no-choice"
        ),
        pytest.param(asked("number", 1, rtol=-1), ("parts", 0, "rtol"), id="negative-tolerance"),
        pytest.param(
            asked("choice", "a", choices=["a", "b"], rtol=1), ("parts", 0, "rtol"), id="pointless-tolerance"
        ),
        pytest.param({"parts": [{"id": "a", "kind": "number"}]}, ("parts", 0, "expected"), id="no-answer"),
        pytest.param({"parts": parts("a.b")}, ("parts", 0, "id"), id="dot-in-a-name"),
        pytest.param(
            asked("integer", 1, mistakes=[{"code": "x", "value": "many", "hint": "?"}]),
            ("parts", 0, "mistakes"),
            id="mistake-of-another-kind",
        ),
        pytest.param(
            asked("integer", 1, mistakes=[{"code": "x", "value": 2, "hint": "?", "credit": 2}]),
            ("parts", 0, "mistakes", 0, "credit"),
            id="credit-above-1",
        ),
        pytest.param({"parts": [{"kind": "integer", "expected": 1}]}, ("parts", 0), id="no-id"),
        pytest.param({"parts": [{"id": "a", "expected": 1}]}, ("parts", 0), id="no-kind"),
        *(
            pytest.param(
                asked("integer", 1, mistakes=[{key: 2 if key == "value" else "x" for key in keys}]),
                ("parts", 0, "mistakes", 0),
                id=f"mistake-with-{'-and-'.join(keys)}-alone",
            )
            for keys in (("code", "value"), ("code", "hint"), ("value", "hint"))
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_place(
    bank: Bank, params: Mapping[str, JsonValue], place: tuple[str | int, ...]
) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["keyed"], params)

    assert refused.value.path == place


def test_two_parts_of_one_name_are_refused(bank: Bank) -> None:
    with pytest.raises(BadParams, match="two parts are named 'a'"):
        _ = Instance(bank["keyed"], {"parts": [*parts("a"), *parts("a")]}).parts
