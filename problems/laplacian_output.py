"""Output of a 3×3 filter over a small image."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from random import Random

from grader.author import (
    CannotAsk,
    Choice,
    Matrix,
    MatrixAnswer,
    Message,
    Pair,
    Problem,
    RawParams,
    changed,
    given,
    matrix,
    pair,
    refuse,
    word,
)
from problems.mathematics.correlation import (
    NO_PADDING,
    Grid,
    Number,
    Padding,
    correlate,
    padded,
    size,
    transposed,
    turned,
)
from problems.mathematics.filters import (
    EIGHT_NEIGHBOURS,
    FOUR_NEIGHBOURS,
    GAUSSIAN,
    factor_of,
    filter_name,
    has_middle,
)
from problems.mathematics.written_out import first_window, sum_of

problem = Problem(__name__, topic="filters")

LARGEST_KERNEL_SIDE = 15  # nobody slides a larger one by hand

SOBEL_NAMES = (
    "Sobel", "Sobel filter", "Sobel operator", "Sobel kernel", "سوبل", "فیلتر سوبل", "عملگر سوبل", "کرنل سوبل",
)  # fmt: skip
SOBEL_WAYS = (
    "{x}", "in {x}", "in {x} direction", "in the {x} direction", "for the {x} direction", "{x} direction",
    "G{x}", "G_{x}", "along {x}", "along the {x} axis", "derivative along {x}", "derivative in {x}",
    "{derivative} derivative", "for {edges} edges", "for detecting {edges} edges", "finds {edges} edges",
    "detects {edges} edges",
    "در جهت {x}", "در راستای {x}", "جهت {x}", "در جهت محور {x}", "در راستای محور {x}", "در راستای {way} {x}",
    "{way} {x}", "مشتق در راستای {x}", "مشتق در جهت {x}", "برای لبه‌های {edge}",
)  # fmt: skip
ALONG = {
    "x": {"x": "x", "derivative": "horizontal", "edges": "vertical", "way": "افقی", "edge": "عمودی"},
    "y": {"x": "y", "derivative": "vertical", "edges": "horizontal", "way": "عمودی", "edge": "افقی"},
}


def sobel(axis: str) -> tuple[str, ...]:
    """Return what the Sobel filter along an axis is called; an upright one is either, as it may be of edges."""
    upright = ALONG[axis]
    turned_names = tuple(
        f"{name} {way} {ending}"
        for name in SOBEL_NAMES for way in ("افقی", "عمودی")
        for ending in (f"G{axis}", f"G_{axis}", f"مشتق در راستای {axis}", f"مشتق در جهت {axis}")
    )  # fmt: skip
    return (
        *(f"{name} {way.format(**upright)}" for name in SOBEL_NAMES for way in SOBEL_WAYS),
        *turned_names,
    )


KERNEL_NAMES = {
    "laplacian": ("Laplacian", "Laplace", "Laplacian filter", "لاپلاسین", "لاپلاسی", "لاپلاس"),
    "sobel_x": ("Sobel x", *sobel("x"), "Gx", "Sobel for vertical edges"),
    "sobel_y": ("Sobel y", *sobel("y"), "Gy", "Sobel for horizontal edges"),
    "box_blur": (
        "box blur", "box filter", "mean filter", "averaging filter", "average filter",
        "فیلتر میانگین", "میانگین‌گیر", "فیلتر میانگین‌گیر", "فیلتر جعبه‌ای",
    ),
    "gaussian_blur": (
        "Gaussian blur", "Gaussian filter", "Gaussian", "گاوسی", "فیلتر گاوسی", "گوسی", "فیلتر گوسی",
    ),
    "sharpen": (
        "sharpen", "sharpening filter", "sharpening", "تیزکننده", "فیلتر تیزکننده", "شارپ‌کننده", "شارپنینگ",
        "تیز کردن", "تیزکردن", "تیزسازی",
    ),
    "identity": ("identity", "identity filter", "همانی", "فیلتر همانی", "فیلتر واحد"),
}  # fmt: skip
EITHER_SOBEL = ("sobel_x", "sobel_y")
EITHER_BLUR = ("box_blur", "gaussian_blur")
NAMES_ALONE = {
    **dict.fromkeys(
        ("Sobel", "vertical Sobel", "horizontal Sobel", "Sobel vertical", "Sobel horizontal", "سوبل", "سوبل عمودی",
         "سوبل افقی"), EITHER_SOBEL,
    ),
    **dict.fromkeys(("blur", "blurring", "smoothing", "هموارساز", "هموارکننده", "محوکننده"), EITHER_BLUR),
    "شارپ": ("sharpen",),
}  # fmt: skip


@given
class Given:
    """The filter {kernel} slides over the image {image}, with {padding} padding and stride {stride}.
    The operation is {operation}.
    """

    image: Matrix = matrix("the image")
    kernel: Matrix = matrix("the filter")
    padding: str = word("what stands around the image", "zero", "valid", "replicate", "reflect")
    operation: str = word(
        "whether the filter is laid on as written or turned half round first", "correlation", "convolution"
    )
    stride: Pair = pair("stride of the filter", default=1)

    def check(self) -> None:
        """Refuse a filter that does not fit the image or its padding."""
        (height, width), (rows, columns) = size(self.image), size(self.kernel)
        if max(rows, columns) > LARGEST_KERNEL_SIDE:
            raise refuse(
                "kernel", f"has a side of {max(rows, columns)}; at most {LARGEST_KERNEL_SIDE} is allowed"
            )
        if self.padding == "valid" and (rows > height or columns > width):
            raise refuse("kernel", f"is {rows}×{columns}, larger than the image of {height}×{width}")
        if self.padding != "valid" and not (rows % 2 and columns % 2):
            raise refuse("kernel", f"is {rows}×{columns}; a padded filter needs a middle, so odd sides")
        if self.padding == "reflect" and (rows // 2 >= height or columns // 2 >= width):
            raise refuse("kernel", f"is {rows}×{columns}; the image is too small to be reflected that far")


@lru_cache(maxsize=16)  # one instance's mistakes all begin with its right output
def filtered(given: Given) -> Grid:
    """Return the image after the filter."""
    kernel = turned(given.kernel) if given.operation == "convolution" else given.kernel
    return correlate(padded(given.image, around(given), given.padding), kernel, given.stride)


def around(given: Given) -> Padding:
    """Return the padding that keeps the image's size at stride 1, or none."""
    above, left = (side // 2 for side in size(given.kernel))
    return NO_PADDING if given.padding == "valid" else ((above, above), (left, left))


def cell_by_cell(output: Grid, change: Callable[[Number], Number]) -> Grid:
    """Return the matrix with every cell changed."""
    return tuple(tuple(change(cell) for cell in row) for row in output)


def unlike_right(given: Given, *outputs: Grid) -> Iterator[Grid]:
    """Yield the outputs that differ from the right one: on some images a mistake does not show."""
    return (output for output in outputs if output != filtered(given))


@problem.part(MatrixAnswer())
def output(given: Given) -> Grid:
    """Write the output as a matrix.

    For each cell of the output the filter is laid on the image, every number of it is multiplied by what lies
    beneath, and the products are added up. {turn} {outside} At the top left this gives (number of the filter
    times what lies beneath):

    {first_place}

    The stride ({stride}) leads from there to the other cells.
    """
    return filtered(given)


@output.step
def turn(given: Given) -> Message:
    """Return whether the filter is turned."""
    if given.operation == "convolution":
        return Message("As this is a convolution, the filter is first turned half round.")
    return Message("As this is a correlation, the filter stays as it is written.")


@output.step
def outside(given: Given) -> Message:
    """Return what lies beneath the filter outside the image."""
    if given.padding == "zero":
        return Message("Outside the image lie zeros.")
    if given.padding == "replicate":
        return Message("Outside the image lies the nearest pixel once more.")
    if given.padding == "reflect":
        return Message("Outside the image it is mirrored at its outermost pixels.")
    return Message("The filter never reaches over the edge of the image.")


@output.step
def first_place(given: Given) -> Message | str:
    """Return the first cell of the output, written out."""
    kernel = turned(given.kernel) if given.operation == "convolution" else given.kernel
    return first_window(kernel, padded(given.image, around(given), given.padding))


@output.slip
def valid_instead_of_padded(given: Given) -> Grid | None:
    """How large should the output be? Look at what stands around the image when the filter is at its edge."""
    fits = all(side <= whole for side, whole in zip(size(given.kernel), size(given.image), strict=True))
    return filtered(changed(given, padding="valid")) if given.padding != "valid" and fits else None


@output.slip
def padded_instead_of_valid(given: Given) -> Iterator[Grid]:
    """May the filter reach over the edge of the image here?"""
    if given.padding == "valid" and has_middle(given.kernel):
        yield from unlike_right(
            given, *(filtered(changed(given, padding=each)) for each in ("zero", "replicate", "reflect"))
        )


@output.slip
def border_left_zero(given: Given) -> Iterator[Grid]:
    """The border has outputs too: lay the filter there and see which of its numbers still meet a pixel."""
    if given.padding != "valid":
        yield from unlike_right(given, without_border(given, filtered(given)))
    elif has_middle(given.kernel) and given.stride == (1, 1):
        same_size = filtered(changed(given, padding="zero"))
        yield from unlike_right(given, without_border(given, same_size))


def without_border(given: Given, output: Grid) -> Grid:
    """Return the output with 0 where the window reached over the edge of the image."""
    (height, width), (rows, columns) = size(given.image), size(given.kernel)

    def inside(place: int, stride: int, taps: int, side: int) -> bool:
        start = place * stride - taps // 2
        return start >= 0 and start + taps <= side

    return tuple(
        tuple(
            cell
            if inside(i, given.stride[0], rows, height) and inside(j, given.stride[1], columns, width)
            else 0
            for j, cell in enumerate(row)
        )
        for i, row in enumerate(output)
    )


@output.slip
def replicated_border(given: Given) -> Iterator[Grid]:
    """What stands outside the image here: the nearest pixel once more, or something else?"""
    if given.padding in ("zero", "reflect"):
        yield from unlike_right(given, filtered(changed(given, padding="replicate")))


@output.mistake
def four_neighbour_kernel(given: Given) -> Grid | None:
    """There is more than one Laplacian. Compare the corners of yours with the filter in the question."""
    factor = factor_of(given.kernel, EIGHT_NEIGHBOURS)
    with_four = tuple(tuple(factor * cell for cell in row) for row in FOUR_NEIGHBOURS)
    return filtered(changed(given, kernel=with_four)) if factor else None


@output.convention("operation")
def kernel_flipped(given: Given) -> Iterator[Grid]:
    """Is the filter laid on as it is written, or turned half round first?"""
    if given.operation == "correlation":
        yield from unlike_right(given, filtered(changed(given, operation="convolution")))


@output.convention("operation")
def kernel_not_flipped(given: Given) -> Iterator[Grid]:
    """The textbook's convolution does something to the filter before it is laid on the image. What is it?"""
    if given.operation == "convolution":
        yield from unlike_right(given, filtered(changed(given, operation="correlation")))


@output.slip
def sign_reversed(given: Given) -> Iterator[Grid]:
    """The sizes fit, the signs do not: which numbers of the filter are negative?"""
    yield from unlike_right(given, cell_by_cell(filtered(given), lambda cell: -cell))


@output.slip
def output_transposed(given: Given) -> Iterator[Grid]:
    """Compare rows with columns: in which direction does the image change?"""
    yield from unlike_right(given, transposed(filtered(given)))
    rows, columns = size(given.kernel)
    if rows == columns:
        yield from unlike_right(given, filtered(changed(given, kernel=transposed(given.kernel))))


@output.mistake
def clipped_to_0_255(given: Given) -> Iterator[Grid]:
    """The question asks what the filter gives, not what a screen can show. Which values did you change?"""
    yield from unlike_right(given, cell_by_cell(filtered(given), lambda cell: min(max(cell, 0), 255)))


@output.mistake
def absolute_value(given: Given) -> Iterator[Grid]:
    """The sign of an output says in which direction the image changes. Where did yours go?"""
    yield from unlike_right(given, cell_by_cell(filtered(given), lambda cell: max(cell, -cell)))


@problem.part(Choice(options=KERNEL_NAMES, alone=NAMES_ALONE))
def kernel_name(given: Given) -> str:
    """What is this filter called?

    The scale of a filter does not matter, its pattern does: where its numbers are negative, zero and positive,
    and what they add up to:

    {sum_of_numbers}

    {pattern} So this filter is called: {kernel_name}.
    """
    name = filter_name(given.kernel)
    if name is None:
        raise CannotAsk("the kernel is none of the filters that have a name here")
    return name


PATTERNS = {
    "laplacian": Message(
        "The number in the middle has the opposite sign of those next to it, and all of them add up to zero: the "
        "filter answers to a change in any direction."
    ),
    "sobel_x": Message(
        "The middle column is zero, and the columns beside it differ in their sign alone: the filter answers to "
        "a change from left to right."
    ),
    "sobel_y": Message(
        "The middle row is zero, and the rows beside it differ in their sign alone: the filter answers to a "
        "change from top to bottom."
    ),
    "box_blur": Message(
        "All its numbers are the same positive number: each pixel of the window counts alike."
    ),
    "gaussian_blur": Message(
        "All its numbers are positive, the largest is in the middle and they get smaller outwards: near pixels "
        "count for more."
    ),
    "sharpen": Message(
        "The number in the middle is positive, none of those around it are, and the sum is positive: the filter "
        "keeps the picture and adds its differences from the pixels around."
    ),
    "identity": Message("Only the number in the middle is not zero: each pixel counts by itself alone."),
}


@kernel_name.step
def pattern(given: Given) -> Message:
    """Return what the filter's numbers have in common."""
    return PATTERNS[filter_name(given.kernel) or ""]


@kernel_name.step
def sum_of_numbers(given: Given) -> Message | str:
    """Return the filter's numbers added up, written out."""
    return sum_of(cell for row in given.kernel for cell in row)


@problem.written([
    ("effect", "says what the filter does to a picture: what it brings out and what it suppresses", 1,
     ("edge", "edges", "detail", "smooth", "blur", "noise", "sharp", "لبه", "جزئیات", "هموار", "نویز", "تار",
      "مرز")),
    ("reason", "gives the reason from the filter's numbers: their signs, or their sum over an even area", 1,
     ("sum", "zero", "difference", "derivative", "average", "neighbour",
      "مجموع", "صفر", "تفاضل", "مشتق", "میانگین", "همسایه")),
])  # fmt: skip
def role(given: Given) -> None:
    """What does this filter do to a picture, and how do its numbers bring that about?"""


problem.practice(image=[[0, 0, 10, 0, 0]] * 5, kernel=[[1, 1, 1], [1, -8, 1], [1, 1, 1]], padding="zero")


SHARPEN: Grid = ((0, -1, 0), (-1, 5, -1), (0, -1, 0))
# No Sobel filter: turned half round it is its own negative, and two known mistakes would look alike.
DRAWN = (FOUR_NEIGHBOURS, EIGHT_NEIGHBOURS, GAUSSIAN, SHARPEN)


@problem.sample
def sample(random: Random) -> RawParams:
    """Draw a small image and one of the well-known filters."""
    rows, columns = random.choice(((4, 4), (4, 5), (5, 4)))
    return {
        "image": [[random.randint(0, 9) for _ in range(columns)] for _ in range(rows)],
        "kernel": [[int(cell) for cell in row] for row in random.choice(DRAWN)],
        "padding": random.choice(("zero", "zero", "valid")),
    }
