"""A page of HTML is read as the text that a person would see, and what is hidden in it is not believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.documents.html import read_html
from grader.errors import HandInError


def lines(page: str) -> list[str]:
    return [line.text.strip() for line in read_html(page, "a.html").lines]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>size = 14</p><p>b: 3</p>", ["size = 14", "b: 3"], id="paragraphs"),
        pytest.param("a = 1<br>b = 2<br/>c = 3", ["a = 1", "b = 2", "c = 3"], id="breaks"),
        pytest.param("<h2>Question 3</h2><div>a = 1</div>", ["Question 3", "a = 1"], id="a-heading"),
        pytest.param("<ol><li>a = 1</li><li>b = 2</li></ol>", ["a = 1", "b = 2"], id="a-list"),
        pytest.param(
            "<table><tr><td>1</td><td>2</td></tr><tr><th>3</th><td> 4 </td></tr></table>",
            ["1\t2", "3\t4"],
            id="a-table",
        ),
        pytest.param("<p>2 &times; 3 &lt; 7&nbsp;۱۲</p>", ["2 × 3 < 7 ۱۲"], id="entities"),
        pytest.param("<p>x<sup>2</sup> + y<sub>1</sub></p>", ["x^2 + y_1"], id="raised-and-lowered"),
        pytest.param("<p>a <b>=</b> <i>1</i>4</p>", ["a = 14"], id="marks-in-a-line"),
        pytest.param("a\n=\n14<p>b", ["a = 14", "b"], id="line-ends-are-blanks"),
        pytest.param("<pre>a = 1\nb = 2</pre>", ["a = 1", "b = 2"], id="kept-line-ends"),
        pytest.param("<p>a = 1<script>b = 2</script></p><style>c</style>", ["a = 1"], id="no-scripts"),
        pytest.param("<p>a = 1</p><!-- b = 2 --><template>c = 3</template>", ["a = 1"], id="no-comments"),
        pytest.param("<p>a<![if !x]> = 1<![endif]--><![x]></p>", ["a = 1"], id="sections-of-word"),
        pytest.param("<p dir='rtl'>پاسخ: ۱۴</p>", ["پاسخ: ۱۴"], id="persian"),
    ],
)
def test_a_page_is_read_as_it_is_seen(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


def test_a_heading_keeps_its_level() -> None:
    assert read_html("<h3>Question 3</h3>", "a.html").lines[0].heading == 3


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display: none'>b = 2</p>",
        "<p hidden>b = 2</p>",
        "<div style='FONT-SIZE:0'><b>b = 2</b></div>",
    ],
)
def test_hidden_text_is_reported_and_not_believed(hidden: str) -> None:
    document = read_html(f"<p>a = 1</p>{hidden}<p>c = 3</p>", "a.html")

    assert [line.text.strip() for line in document.lines] == ["a = 1", "c = 3"]
    assert document.hidden == ("b = 2",)


def test_a_picture_keeps_anything_from_being_blank() -> None:
    assert not read_html("<p>1.</p><img src='page.png'>", "a.html").complete
    assert read_html("<p>1.</p>", "a.html").complete


@pytest.mark.parametrize(
    ("page", "path", "code"),
    [
        pytest.param("<a href='https://x.example/a'>https://x.example/a</a>", "a.html", "link_only", id="a-link"),
        pytest.param("<h1>Paper</h1><a href='https://x'>here</a>", "doe_1_link.html", "link_only", id="canvas"),
        pytest.param("<script>x</script>", "a.html", "empty_file", id="nothing"),
    ],
)  # fmt: skip
def test_a_page_without_text_of_its_own_is_refused(page: str, path: str, code: str) -> None:
    with pytest.raises(HandInError) as failure:
        read_html(page, path)

    assert failure.value.code == code


@given(page=st.text(alphabet="<>/= abdhiprtv123\"'&;![]-\n", max_size=80))
def test_any_page_is_read_or_refused(page: str) -> None:
    try:
        read_html(page, "a.html")
    except HandInError:
        return
