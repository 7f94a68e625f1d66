"""A dilated kernel, against NumPy's Kronecker product and against what PyTorch's dilation does."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import Expr, evaluate
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue
from tests.problems.judging import Judge

Rows = list[list[int]]

NUMBERS: dict[str, JsonValue] = {"kernel": [[1, 2], [3, 4]], "D": 3}
ZEROS = [0, 0, 0, 0]


@st.composite
def kernels(draw: st.DrawFn) -> Rows:
    columns = draw(st.integers(1, 3))
    cells = st.lists(st.integers(-5, 5), min_size=columns, max_size=columns)
    return draw(st.lists(cells, min_size=1, max_size=3))


def solve(bank: Bank, kernel: object, dilation: int) -> Mapping[str, object]:
    return Instance(bank["dilated_kernel"], {"kernel": kernel, "D": dilation}).references  # type: ignore[dict-item]


def shown(found: object) -> list[list[str]]:
    assert isinstance(found, tuple)
    return [[str(cell) for cell in row] for row in found]


def test_the_instance_from_practice_has_its_answers(bank: Bank) -> None:
    found = solve(bank, [["x", "y"], ["z", "r"]], 2)

    assert shown(found["expanded"]) == [list("x0y0"), list("0000"), list("z0r0"), list("0000")]
    assert shown(found["trimmed"]) == [list("x0y"), list("000"), list("z0r")]
    assert found["selector"] == ((1, 0), (0, 0))


@given(kernel=kernels(), dilation=st.integers(1, 4))
def test_the_product_is_numpys(bank: Bank, numpy: ModuleType, kernel: Rows, dilation: int) -> None:
    found = solve(bank, kernel, dilation)
    product = numpy.kron(numpy.array(kernel), numpy.array(found["selector"]))

    assert found["expanded"] == tuple(map(tuple, product.tolist()))


@given(kernel=kernels(), dilation=st.integers(1, 4))
def test_taps_stand_so_far_apart_and_all_else_is_zero(bank: Bank, kernel: Rows, dilation: int) -> None:
    found = solve(bank, kernel, dilation)
    expected = {
        (row * dilation, column * dilation): weight
        for row, weights in enumerate(kernel)
        for column, weight in enumerate(weights)
    }
    for part, least in (("expanded", dilation), ("trimmed", 1)):
        cells = found[part]
        assert isinstance(cells, tuple)
        assert len(cells) == dilation * (len(kernel) - 1) + least
        assert all(len(row) == dilation * (len(kernel[0]) - 1) + least for row in cells)
        for i, row in enumerate(cells):
            for j, cell in enumerate(row):
                assert cell == expected.get((i, j), 0)


@settings(max_examples=60)
@given(kernel=kernels(), dilation=st.integers(1, 4))
def test_the_trimmed_kernel_does_what_pytorchs_dilation_does(
    bank: Bank, torch: ModuleType, kernel: Rows, dilation: int
) -> None:
    image = torch.arange(14.0 * 14).reshape(1, 1, 14, 14)
    trimmed = torch.tensor(solve(bank, kernel, dilation)["trimmed"], dtype=torch.float32)
    dilated = torch.nn.functional.conv2d(
        image, torch.tensor(kernel, dtype=torch.float32)[None, None], dilation=dilation
    )

    assert torch.equal(torch.nn.functional.conv2d(image, trimmed[None, None]), dilated)


@given(weights=st.lists(st.integers(-9, 9), min_size=4, max_size=4), dilation=st.integers(1, 4))
def test_symbols_stand_where_the_numbers_stand(bank: Bank, weights: list[int], dilation: int) -> None:
    point = {name: Fraction(weight) for name, weight in zip("abcd", weights, strict=True)}
    numbers = solve(bank, [weights[:2], weights[2:]], dilation)
    symbols = solve(bank, [["a", "b"], ["c", "d"]], dilation)

    for part in ("expanded", "trimmed"):
        for row, expected in zip(symbols[part], numbers[part], strict=True):  # type: ignore[call-overload]  # rows
            assert [evaluate(cell, point) if isinstance(cell, Expr) else cell for cell in row] == list(
                expected
            )


@pytest.mark.parametrize(
    ("part", "answer", "code"),
    [
        pytest.param("selector", [[1, 0], [0, 1]], "identity_selector", id="identity"),
        pytest.param("selector", [[1, 1], [1, 1]], "ones_selector", id="ones"),
        pytest.param("selector", [[1, 0, 0], [0] * 3, [0] * 3], "gap_counted_as_dilation", id="one-more"),
        pytest.param(
            "expanded",
            [["x", 0, "y", 0], [0, "x", 0, "y"], ["z", 0, "r", 0], [0, "z", 0, "r"]],
            "identity_selector",
            id="expanded-identity",
        ),
        pytest.param(
            "expanded",
            [["x", 0, "y"], [0, "x", 0], ["z", 0, "r"]],
            "identity_selector",
            id="expanded-identity-without-its-border",
        ),
        pytest.param(
            "expanded",
            [["x", "x", "y", "y"], ["x", "x", "y", "y"], ["z", "z", "r", "r"], ["z", "z", "r", "r"]],
            "ones_selector",
            id="expanded-ones",
        ),
        pytest.param(
            "expanded", [["x", "y", 0, 0], ["z", "r", 0, 0], ZEROS, ZEROS], "factors_swapped", id="swapped"
        ),
        pytest.param(
            "expanded",
            [["x", 0, 0, "y", 0, 0], [0] * 6, [0] * 6, ["z", 0, 0, "r", 0, 0], [0] * 6, [0] * 6],
            "gap_counted_as_dilation",
            id="two-gaps",
        ),
        pytest.param(
            "expanded",
            [["x", 0, 0, "y"], ZEROS, ZEROS, ["z", 0, 0, "r"]],
            "gap_counted_as_dilation",
            id="two-gaps-without-their-border",
        ),
        pytest.param(
            "trimmed",
            [["x", 0, "y"], [0, "x", 0], ["z", 0, "r"]],
            "identity_selector",
            id="trimmed-identity",
        ),
        pytest.param(
            "trimmed", [["x", "x", "y"], ["x", "x", "y"], ["z", "z", "r"]], "ones_selector", id="trimmed-ones"
        ),
        pytest.param(
            "trimmed", [["x", "y", 0], ["z", "r", 0], [0] * 3], "factors_swapped", id="trimmed-swapped"
        ),
        pytest.param(
            "trimmed",
            [["x", 0, 0, "y"], ZEROS, ZEROS, ["z", 0, 0, "r"]],
            "gap_counted_as_dilation",
            id="trimmed-two-gaps",
        ),
    ],
)
def test_a_known_mistake_is_named_first_and_earns_at_most_its_right_cells(
    judge: Judge, part: str, answer: JsonValue, code: str
) -> None:
    verdict = judge("dilated_kernel", {part: answer})[part]

    assert [each.mistake.code for each in verdict.mistakes][:1] == [code]
    assert verdict.mistakes[0].credit == 0
    assert verdict.credit < 1


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("selector", [[0, 1], [0, 0]], id="top-right"),
        pytest.param("selector", [[0, 0], [0, 1]], id="bottom-right"),
        pytest.param("expanded", [ZEROS, ["x", 0, "y", 0], ZEROS, ["z", 0, "r", 0]], id="one-row-lower"),
        pytest.param("expanded", [ZEROS, [0, "x", 0, "y"], ZEROS, [0, "z", 0, "r"]], id="at-the-end"),
    ],
)
def test_a_single_1_elsewhere_waits_for_a_person(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge.mistakes("dilated_kernel", part, answer) == (["one_elsewhere"], None)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("expanded", [["x", 0, "y"], [0] * 3, ["z", 0, "r"]], id="without-its-border"),
        pytest.param(
            "expanded", r"\begin{bmatrix} x&0&y&0\\ 0&0&0&0\\ z&0&r&0\\ 0&0&0&0 \end{bmatrix}", id="latex"
        ),
        pytest.param("expanded", "[x 0 y 0; 0 0 0 0; z 0 r 0; 0 0 0 0]", id="matlab"),
        pytest.param("trimmed", "x 0 y\n0 0 0\nz 0 r", id="lines"),
        pytest.param("trimmed", "x ۰ y\n۰ ۰ ۰\nz ۰ r", id="persian-digits"),
        pytest.param("selector", "[[1, 0], [0, 0]]", id="text"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge.is_right("dilated_kernel", part, answer)


def test_right_cells_earn_their_share(judge: Judge) -> None:
    """Of 9 cells one is wrong, and a matrix of zeros would have 5."""
    found = judge("dilated_kernel", {"trimmed": [["x", 0, "y"], [0] * 3, ["z", 0, "z"]]})["trimmed"]

    assert found.credit == Fraction(8, 9)
    assert found.wrong_cells == ((2, 2),)


def test_a_matrix_of_zeros_earns_nothing(judge: Judge) -> None:
    assert judge("dilated_kernel", {"expanded": [ZEROS] * 4})["expanded"].credit == 0


def test_a_dilation_of_1_leaves_the_kernel_as_it_is(bank: Bank) -> None:
    instance = Instance(bank["dilated_kernel"], {**NUMBERS, "D": 1})
    mistakes = dict(instance.mistaken("expanded"))

    assert instance.references["expanded"] == instance.references["trimmed"] == ((1, 2), (3, 4))
    assert [code for code, values in mistakes.items() if list(values)] == ["gap_counted_as_dilation"]


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"D": 0}, "D", id="no-dilation"),
        pytest.param({"D": -2}, "D", id="negative-dilation"),
        pytest.param({"D": 13}, "D", id="too-wide"),
        pytest.param({"D": "d"}, "D", id="symbol"),
        pytest.param({"kernel": [[1, 2], [3]]}, "kernel", id="ragged"),
        pytest.param({"kernel": []}, "kernel", id="empty"),
        pytest.param({"kernel": [["a +", 1], [2, 3]]}, "kernel", id="half-a-formula"),
        pytest.param({"F": 2}, "F", id="unknown-name"),
    ],
)
def test_bad_parameters_are_refused_by_name(
    bank: Bank, changes: dict[str, JsonValue], parameter: str
) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["dilated_kernel"], {**NUMBERS, **changes})

    assert parameter in refused.value.path


def test_the_selector_needs_no_kernel(bank: Bank) -> None:
    assert set(Instance(bank["dilated_kernel"], {"D": 2}).references) == {"selector"}
    assert set(Instance(bank["dilated_kernel"], {}).references) == set()
