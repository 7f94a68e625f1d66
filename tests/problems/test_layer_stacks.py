"""Any stack of layers has the shapes and parameters that PyTorch gives it, and no mistake that is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from math import prod
from types import ModuleType
from typing import Any, cast

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.problem.parts import CannotAsk
from grader.records import JsonValue

Params = dict[str, JsonValue]


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["conv_shapes"], params).references


Layer = dict[str, object]
Stack = tuple[tuple[int, int, int], list[Layer]]
PAIRS = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(list)
STRIDES = st.tuples(st.integers(1, 3), st.integers(1, 3)).map(list)
PADDINGS = st.one_of(
    st.just("valid"), st.integers(0, 2), st.tuples(st.integers(0, 2), st.integers(0, 2)).map(list)
)
ENDS: list[list[Layer]] = [
    [],
    [{"type": "flatten"}],
    [{"type": "dense", "units": 10}, {"type": "dense", "units": 3, "bias": False}],
    [{"type": "flatten"}, {"type": "dense", "units": 10}],
    [{"type": "global_pool"}, {"type": "dense", "units": 10}],
]


@st.composite
def conv_layers(draw: st.DrawFn) -> Layer:
    return {
        "type": "conv",
        "filters": draw(st.integers(1, 5)),
        "kernel": draw(PAIRS),
        "stride": draw(STRIDES),
        "padding": draw(PADDINGS),
        "dilation": draw(st.integers(1, 2)),
        "bias": draw(st.booleans()),
    }


@st.composite
def pool_layers(draw: st.DrawFn) -> Layer:
    kernel = draw(PAIRS)
    padding = [draw(st.integers(0, side // 2)) for side in kernel]
    stride = {"stride": draw(STRIDES)} if draw(st.booleans()) else {}
    return {"type": "pool", "kernel": kernel, "ceil": draw(st.booleans()), "padding": padding, **stride}


@st.composite
def upconv_layers(draw: st.DrawFn) -> Layer:
    stride = draw(STRIDES)
    return {
        "type": "upconv",
        "filters": draw(st.integers(1, 5)),
        "kernel": draw(PAIRS),
        "stride": stride,
        "padding": draw(st.integers(0, 1)),
        "output_padding": [draw(st.integers(0, side - 1)) for side in stride],
        "bias": draw(st.booleans()),
    }


@st.composite
def stacks(draw: st.DrawFn) -> Stack:
    maps = draw(st.lists(st.one_of(conv_layers(), pool_layers(), upconv_layers()), min_size=1, max_size=4))
    layers = [{**layer, "name": f"layer{i}"} for i, layer in enumerate(maps + draw(st.sampled_from(ENDS)))]
    return draw(st.tuples(st.integers(4, 16), st.integers(4, 16), st.integers(1, 4))), layers


def torch_layer(torch: ModuleType, layer: Layer, size: tuple[int, ...]) -> Callable[[Any], Any]:
    """Return PyTorch's own layer for an input of ``size`` (channels first)."""
    nn = torch.nn
    options = {key: value for key, value in layer.items() if key not in ("type", "name", "filters", "kernel")}
    if options.get("padding") == "valid":
        options["padding"] = 0
    found: Callable[[Any], Any]
    match layer["type"]:
        case "conv":
            found = nn.Conv2d(size[0], layer["filters"], layer["kernel"], **options)
        case "upconv":
            found = nn.ConvTranspose2d(size[0], layer["filters"], layer["kernel"], **options)
        case "pool":
            ceil = options.pop("ceil")
            found = nn.MaxPool2d(layer["kernel"], ceil_mode=ceil, **options)
        case "global_pool":
            found = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
        case "flatten":
            found = nn.Flatten()
        case _:
            linear = nn.Linear(prod(size), layer["units"], bias=layer.get("bias", True))
            found = nn.Sequential(nn.Flatten(), linear)
    return found


@settings(max_examples=200)
@given(drawn=stacks())
def test_shapes_and_parameters_are_those_of_pytorch(bank: Bank, torch: ModuleType, drawn: Stack) -> None:
    (height, width, channels), layers = drawn
    try:
        found = solve(bank, cast("Params", {"input": [height, width, channels], "layers": layers}))
    except BadParams:
        assume(False)
    data = torch.zeros(1, channels, height, width)
    for layer in layers:
        module: Any = torch_layer(torch, layer, tuple(data.shape[1:]))
        data = module(data)
        size = tuple(data.shape[1:])
        assert found[f"{layer['name']}"] == ((*size[1:], size[0]) if len(size) == 3 else size[0])
        assert found[f"{layer['name']}_params"] == sum(each.numel() for each in module.parameters())


@settings(max_examples=80)
@given(drawn=stacks())
def test_mistakes_are_possible_answers_and_never_right(bank: Bank, drawn: Stack) -> None:
    (height, width, channels), layers = drawn
    try:
        params = cast("Params", {"input": [height, width, channels], "layers": layers})
        instance = Instance(bank["conv_shapes"], params)
    except BadParams:
        assume(False)
    for part_id, right in instance.references.items():
        part = instance.parts[part_id]
        earlier = {name: instance.references[name] for name in part.follows}
        for mistake in part.mistakes:
            for value in mistake.values(earlier):
                assert value != right, (part_id, mistake.code)
                sides = value if isinstance(value, tuple) else (value,)
                assert all(isinstance(side, int) and side > 0 for side in sides), (part_id, mistake.code)


OWN_SIZES = st.one_of(st.integers(-3, 2000), st.lists(st.integers(0, 300), max_size=5).map(tuple))


@settings(max_examples=80)
@given(drawn=stacks(), own=OWN_SIZES)
def test_any_own_size_is_followed_or_refused(bank: Bank, drawn: Stack, own: int | tuple[int, ...]) -> None:
    (height, width, channels), layers = drawn
    try:
        params = cast("Params", {"input": [height, width, channels], "layers": layers})
        parts = Instance(bank["conv_shapes"], params).parts.values()
    except BadParams:
        assume(False)
    for part in parts:
        earlier = dict.fromkeys(part.follows, own)
        for work in (part.solve, *(mistake.values for mistake in part.mistakes)):
            with suppress(CannotAsk, ValueError):
                work(earlier)
