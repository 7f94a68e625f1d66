"""Convolution, pooling, a dense unit and a sigmoid, against PyTorch and against differences of the output."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from types import ModuleType
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

PROBLEM = "sigmoid_pool_backprop"


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank[PROBLEM], params).references


@st.composite
def instances(draw: st.DrawFn) -> dict[str, JsonValue]:
    pool, windows = draw(st.integers(1, 3)), (draw(st.integers(1, 2)), draw(st.integers(1, 2)))
    kernel = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    rest = draw(st.integers(0, pool - 1)), draw(st.integers(0, pool - 1))
    depth = draw(st.integers(0, 2))
    sides = [n * pool + left + side - 1 for n, left, side in zip(windows, rest, kernel, strict=True)]
    random = Random(draw(st.integers(0, 2**32)))  # a list of so many numbers takes Hypothesis far longer

    def cells(height: int, width: int, channels: int) -> JsonValue:
        rows: list[JsonValue] = []
        for _ in range(height):
            row: list[JsonValue] = []
            for _ in range(width):
                row.append(
                    [random.randint(-3, 3) for _ in range(channels)] if channels else random.randint(-3, 3)
                )
            rows.append(row)
        return rows

    return {
        "x": cells(sides[0], sides[1], depth),
        "filter": cells(kernel[0], kernel[1], depth),
        "pool": pool,
        "weights": [[f"{random.randint(-3, 3)}/4" for _ in range(windows[1])] for _ in range(windows[0])],
        "bias": f"{random.randint(-3, 3)}/2",
        "upstream": random.randint(-3, 3),
    }


def as_float(value: object) -> object:
    return [as_float(each) for each in value] if isinstance(value, tuple) else float(cast(Fraction, value))


@given(params=instances())
def test_all_parts_are_those_of_pytorch(bank: Bank, torch: ModuleType, params: dict[str, JsonValue]) -> None:
    x, taps = (
        torch.tensor(params[name], dtype=torch.float64, requires_grad=True) for name in ("x", "filter")
    )
    weights = torch.tensor(
        [
            [float(Fraction(str(weight))) for weight in row]
            for row in cast("list[list[str]]", params["weights"])
        ],
        dtype=torch.float64,
        requires_grad=True,
    )
    image, kernel = (
        each.permute(2, 0, 1)[None] if each.dim() == 3 else each[None, None] for each in (x, taps)
    )
    conv = torch.nn.functional.conv2d(image, kernel)
    pooled = torch.nn.functional.avg_pool2d(conv, cast(int, params["pool"]))
    z = (pooled[0, 0] * weights).sum() + float(Fraction(str(params["bias"])))
    y = torch.sigmoid(z)
    for each in (conv, pooled, z):
        each.retain_grad()
    y.backward(torch.tensor(float(cast(int, params["upstream"])), dtype=torch.float64))

    found = solve(bank, params)

    expected = {
        "conv": conv[0, 0],
        "pooled": pooled[0, 0],
        "z": z,
        "y": y,
        "grad_z": z.grad,
        "grad_pooled": pooled.grad[0, 0],
        "grad_conv": conv.grad[0, 0],
        "grad_filter": taps.grad,
        "grad_weights": weights.grad,
    }
    for part, tensor in expected.items():
        made = torch.tensor(as_float(found[part]), dtype=torch.float64)
        assert made.shape == tensor.shape, part
        assert torch.allclose(made, tensor.detach(), atol=1e-12), part


@settings(max_examples=50)  # the test above has looked at every option
@given(params=instances(), data=st.data())
def test_the_gradient_of_the_filter_is_a_difference_of_the_output(
    bank: Bank, params: dict[str, JsonValue], data: st.DataObject
) -> None:
    step = Fraction(1, 10**6)
    taps = cast("list[list[JsonValue]]", params["filter"])
    i, j = data.draw(st.integers(0, len(taps) - 1)), data.draw(st.integers(0, len(taps[0]) - 1))

    def output(change: Fraction) -> Fraction:
        def nudged(cell: JsonValue) -> JsonValue:
            if isinstance(cell, list):
                return [nudged(cell[0]), *cell[1:]]
            return str(Fraction(cast(int, cell)) + change)

        rows: list[JsonValue] = [
            [nudged(cell) if (r, c) == (i, j) else cell for c, cell in enumerate(row)]
            for r, row in enumerate(taps)
        ]
        return cast(Fraction, solve(bank, {**params, "filter": rows})["y"])

    slope = cast(int, params["upstream"]) * (output(step) - output(-step)) / (2 * step)
    cell = cast("tuple[tuple[object, ...], ...]", solve(bank, params)["grad_filter"])[i][j]
    assert abs(slope - cast(Fraction, cell[0] if isinstance(cell, tuple) else cell)) < Fraction(1, 10**8)


# A pooled map of [[1, 2], [3, 4]] and z = 0, where the sigmoid is 1/2 and its slope 1/4: every gradient is exact.
EXACT: dict[str, JsonValue] = {
    "x": [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]],
    "filter": [[1]],
    "weights": [[1, 2], [-3, 1]],
    "upstream": 8,
}
# The same map without its lower half: two pooled cells, so that their number is not the window's.
WIDE: dict[str, JsonValue] = {
    "x": [[1, 1, 2, 2], [1, 1, 2, 2]],
    "filter": [[1]],
    "weights": [[-2, 1]],
    "upstream": 8,
}


def test_an_instance_at_the_middle_of_the_sigmoid_has_its_answers(bank: Bank) -> None:
    half = Fraction(1, 2)
    assert solve(bank, EXACT) == {
        "conv": ((1, 1, 2, 2), (1, 1, 2, 2), (3, 3, 4, 4), (3, 3, 4, 4)),
        "pooled": ((1, 2), (3, 4)),
        "z": 0,
        "y": half,
        "grad_z": 2,
        "grad_pooled": ((2, 4), (-6, 2)),
        "grad_conv": (
            (half, half, 1, 1),
            (half, half, 1, 1),
            (-3 * half, -3 * half, half, half),
            (-3 * half, -3 * half, half, half),
        ),
        "grad_filter": ((0,),),
        "grad_weights": ((2, 4), (6, 8)),
    }


def blocks(*cells: float) -> JsonValue:
    """Return a map of 4×4 whose quarters hold these numbers."""
    a, b, c, d = cells
    return [[a, a, b, b], [a, a, b, b], [c, c, d, d], [c, c, d, d]]


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(EXACT, "z", 5, "wrong_weight", 0.5, id="z-turned-weights"),
        pytest.param(EXACT, "z", 10, "wrong_weight", 0.5, id="z-first-weight"),
        pytest.param(EXACT, "grad_z", 8, "sigmoid_derivative_forgotten", 0, id="z-no-slope"),
        pytest.param(EXACT, "grad_z", 0.25, "upstream_ignored", 0, id="z-no-upstream"),
        pytest.param(
            EXACT, "grad_pooled", [[8, 16], [-24, 8]], "sigmoid_derivative_forgotten", 0, id="pooled-no-slope"
        ),
        pytest.param(
            EXACT, "grad_pooled", [[2, -6], [4, 2]], "wrong_weight", 0.5, id="pooled-turned-weights"
        ),
        pytest.param(EXACT, "grad_pooled", [[2, 2], [2, 2]], "wrong_weight", 0.5, id="pooled-first-weight"),
        pytest.param(
            EXACT, "grad_pooled", [[0.25, 0.5], [-0.75, 0.25]], "upstream_ignored", 0, id="pooled-no-upstream"
        ),
        pytest.param(
            EXACT, "grad_conv", blocks(2, 4, -6, 2), "pool_factor_forgotten", 0, id="conv-not-divided"
        ),
        pytest.param(
            EXACT, "grad_conv", blocks(8, 16, -24, 8), "pool_factor_summed", 0, id="conv-multiplied"
        ),
        pytest.param(
            EXACT, "grad_conv", blocks(0.5, -1.5, 1, 0.5), "wrong_weight", 0.5, id="conv-turned-weights"
        ),
        pytest.param(
            EXACT,
            "grad_conv",
            blocks(1 / 16, 1 / 8, -3 / 16, 1 / 16),
            "upstream_ignored",
            0,
            id="conv-no-upstream",
        ),
        pytest.param(
            EXACT, "grad_weights", [[8, 16], [24, 32]], "sigmoid_derivative_forgotten", 0, id="no-slope"
        ),
        pytest.param(
            EXACT, "grad_weights", [[0.25, 0.5], [0.75, 1]], "upstream_ignored", 0, id="no-upstream"
        ),
        pytest.param(
            WIDE, "grad_conv", [[-4, -4, 2, 2]] * 2, "pool_factor_forgotten", 0, id="wide-not-divided"
        ),
        pytest.param(
            WIDE, "grad_conv", [[-16, -16, 8, 8]] * 2, "pool_factor_summed", 0, id="wide-times-window"
        ),
        pytest.param(WIDE, "grad_conv", [[-8, -8, 4, 4]] * 2, "pool_factor_summed", 0, id="wide-times-cells"),
        pytest.param(
            WIDE,
            "grad_conv",
            [[-4, -4, 2, 2]] * 2,
            "pool_factor_forgotten",
            0,
            id="wide-forgotten-is-likelier",
        ),
        pytest.param(
            WIDE, "grad_conv", [[-1, -1, -1, -1]] * 2, "wrong_weight", "1/2", id="wide-first-weight"
        ),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge,
    params: Mapping[str, JsonValue],
    part: str,
    answer: JsonValue,
    code: str,
    credit: float | str,
) -> None:
    verdict = judge(PROBLEM, {part: answer}, params)[part]

    assert code in [each.mistake.code for each in verdict.mistakes]
    assert verdict.credit >= Fraction(credit)
    assert verdict.credit < 1


def test_mistakes_of_the_map_show_in_the_gradient_of_the_filter(bank: Bank) -> None:
    """The filter's gradient is linear in the map's, so that a wrong share leaves the same factor behind."""
    instance = Instance(bank[PROBLEM], bank[PROBLEM].practices[0])
    right = cast("tuple[tuple[Fraction, ...], ...]", instance.references["grad_filter"])
    known = dict(instance.mistaken("grad_filter"))

    def ratios(value: object) -> set[Fraction]:
        rows = cast("tuple[tuple[Fraction, ...], ...]", value)
        return {
            wrong / cell
            for row, cells in zip(rows, right, strict=True)
            for wrong, cell in zip(row, cells, strict=True)
        }

    assert [ratios(value) for value in known["pool_factor_forgotten"]] == [{4}]
    assert [ratios(value) for value in known["pool_factor_summed"]] == [{16}]
    assert [ratios(value) for value in known["upstream_ignored"]] == [{Fraction(1, 2)}]
    assert [len(ratios(value)) for value in known["sigmoid_derivative_forgotten"]] == [1]
    assert [len(ratios(value)) > 1 for value in known["wrong_weight"]] == [True, True]


def test_every_part_follows_from_the_students_own_answers(judge: Judge) -> None:
    """The first pooled cell is taken for 3, so z is 2; from there on everything is worked out rightly."""
    slope = 0.104994
    found = judge(
        PROBLEM,
        {
            "conv": blocks(3, 2, 3, 4),
            "pooled": [[3, 2], [3, 4]],
            "z": 2,
            "y": 0.880797,
            "grad_z": 8 * slope,
            "grad_pooled": [[8 * slope, 16 * slope], [-24 * slope, 8 * slope]],
            "grad_conv": blocks(2 * slope, 4 * slope, -6 * slope, 2 * slope),
            "grad_weights": [[24 * slope, 16 * slope], [24 * slope, 32 * slope]],
        },
        EXACT,
    )

    assert found["conv"].status is PartStatus.PARTIAL
    assert [part for part, verdict in found.items() if not verdict.followed_through] == ["conv"]


def test_a_wrong_share_is_named_where_it_is_made_on_the_students_own_gradient(judge: Judge) -> None:
    found = judge(PROBLEM, {"grad_pooled": [[4, 8], [-12, 4]], "grad_conv": blocks(4, 8, -12, 4)}, EXACT)

    assert [each.mistake.code for each in found["grad_conv"].mistakes] == ["pool_factor_forgotten"]


def test_what_the_pool_leaves_over_gets_no_gradient(bank: Bank) -> None:
    found = solve(bank, {"x": [[1, 2, 3]] * 3, "filter": [[1]], "weights": [[4]], "upstream": 1})
    gradient = cast("tuple[tuple[Fraction, ...], ...]", found["grad_conv"])

    assert all(gradient[i][j] == 0 for i in range(3) for j in range(3) if 2 in (i, j))


def test_a_saturated_sigmoid_has_no_gradient_left(bank: Bank) -> None:
    found = solve(bank, {"x": [[1000]], "filter": [[9]], "pool": 1, "weights": [[3]], "upstream": 5})

    assert (found["y"], found["grad_z"], found["grad_filter"]) == (1, 0, ((0,),))


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("y", "۰٫۵", id="persian"),
        pytest.param("y", "σ(0) = 1/(1+e^0) = 0.5", id="chain"),
        pytest.param("y", r"\frac{1}{2}", id="latex"),
        pytest.param("grad_z", "8·½·(1-½)", id="calculation"),
        pytest.param("grad_pooled", r"\begin{pmatrix} 2 & 4 \\ -6 & 2 \end{pmatrix}", id="latex-matrix"),
        pytest.param("grad_conv", blocks(0.5, 1, -1.5, 0.5), id="decimals"),
    ],
)
def test_answers_are_read_as_students_write_them(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge(PROBLEM, {part: answer}, EXACT)[part].status is PartStatus.CORRECT


def test_a_gradient_of_three_levels_is_read_from_text_and_lists(bank: Bank, judge: Judge) -> None:
    params = bank[PROBLEM].practices[1]
    kind = Instance(bank[PROBLEM], params).parts["grad_filter"].kind
    reference = Instance(bank[PROBLEM], params).references["grad_filter"]

    for answer in (kind.to_json(reference), kind.show(reference)):
        assert judge(PROBLEM, {"grad_filter": answer}, params)["grad_filter"].status is PartStatus.CORRECT


def test_without_weights_only_the_map_is_asked(bank: Bank) -> None:
    assert set(solve(bank, {"x": [[1, 2], [3, 4]], "filter": [[1]]})) == {"conv", "pooled"}


SMALL: dict[str, JsonValue] = {"x": [[1, 2], [3, 4]], "filter": [[1]]}


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({**SMALL, "filter": [[1, 1, 1]]}, "filter", id="larger-than-the-input"),
        pytest.param({**SMALL, "filter": [[[1, 2]]]}, "filter", id="channels-in-the-filter-alone"),
        pytest.param({"x": [[[1, 2]]], "filter": [[[1]]], "pool": 1}, "filter", id="other-channels"),
        pytest.param({**SMALL, "pool": 0}, "pool", id="no-pool"),
        pytest.param({**SMALL, "pool": 3}, "pool", id="pool-larger-than-the-map"),
        pytest.param({**SMALL, "weights": [[1, 2]]}, "weights", id="weights-of-another-size"),
        pytest.param({**SMALL, "upstream": "one"}, "upstream", id="word"),
        pytest.param({"x": [[1] * 50] * 50, "filter": [[1] * 25] * 25}, "x", id="too-much-work"),
        pytest.param({"x": [[[1, 2], [3]]], "filter": [[1]]}, "x", id="ragged-channels"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: dict[str, JsonValue], parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank[PROBLEM], params)

    assert refused.value.path[0] == parameter


@settings(max_examples=100)
@given(params=instances())
def test_every_mistake_can_be_worked_out_on_any_instance(bank: Bank, params: dict[str, JsonValue]) -> None:
    instance = Instance(bank[PROBLEM], params)

    for part_id in instance.references:
        for _, values in instance.mistaken(part_id):
            assert all(instance.parts[part_id].kind.reference(value) is not None for value in values)
