"""Draws the instructor's page: what waits first, then the class, its figures, each part and each student."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jinja2 import Template
from markupsafe import Markup, escape

from grader.records import PartRecord, PartStatus, StudentRecord, StudentStatus
from grader.reporting import answers, markup
from grader.reporting.kinds import SEVERAL, counted
from grader.reporting.pages import (
    NO_EVIDENCE,
    AssignmentPage,
    Evidence,
    PagePicture,
    PartPage,
    QuestionPage,
    printed_part,
    with_parts_of,
)
from grader.reporting.site import Site
from grader.reporting.statistics import (
    PartSummary,
    class_table,
    distinct_questions,
    summarise,
    summarise_parts,
)
from grader.reporting.waiting import WaitingGroup, waiting_groups
from grader.reporting.wording import VERDICTS, VerdictWords, Wording
from grader.store.naming import safe_name
from grader.translation import Message, Translator

MOST_STUDENTS_OPEN = 6  # students of a group who are listed without unfolding
LONGEST_SUGGESTION = 120
LONGEST_EXCERPT = 600  # characters of a waiting answer; the student's page has the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingText:
    """One answer of a group that waits: what was written, and its reading where that says more.

    In a picture nothing was read, whatever a machine recognised in it.
    """

    written: str
    is_essay: bool
    read_as: Markup
    is_picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A group that waits, as it is shown: its parts, the answer, the reason and who wrote it.

    ``picture`` is the address of the place where the first of them wrote it, empty where there is none.
    """

    parts: tuple[Markup, ...]
    answers: tuple[WaitingText, ...]
    reason: str
    convention: str
    hint: str
    students: tuple[Markup, ...]
    picture: str = ""


class InstructorPage:
    """Draws the page of one class in one language."""

    def __init__(self, assignment: AssignmentPage, translator: Translator) -> None:
        self.assignment = assignment
        self.wording = Wording(translator)
        self.evidence = NO_EVIDENCE
        self.questions = {question.id: question for question in assignment.questions}

    def render(
        self,
        records: Sequence[StudentRecord],
        reports: Mapping[str, str],
        notes: Sequence[str] = (),
        evidence: Evidence = NO_EVIDENCE,
    ) -> bytes:
        """Return the page in UTF-8.

        ``reports`` has the address of each student's page by its key; ``notes`` are sentences about
        the run, in the page's language; ``evidence`` tells which pictures stand beside the page.
        """
        self.evidence = evidence
        links = {id(record): self.student_link(record, reports) for record in records}
        table = class_table(records, [question.id for question in self.assignment.questions])
        waiting = waiting_groups(records)
        answered = distinct_questions(records)
        parts = summarise_parts(answered)
        distinct = [question for question, _ in answered]
        questions = [with_parts_of(question, distinct) for question in self.assignment.questions]
        return (
            self.page()
            .render(
                assignment=self.assignment,
                summary=summarise(table),
                class_rows=self.class_rows(records, table.to_dict("records"), links),
                troubles=self.troubles(records, links),
                taken=self.taken(records, links),
                missing=[links[id(record)] for record in records if record.status is StudentStatus.MISSING],
                questions=questions,
                waiting=[
                    (self.questions[question], [self.waiting_row(group, links, reports) for group in groups])
                    for question, groups in waiting.items()
                ],
                groups=sum(len(groups) for groups in waiting.values()),
                decisions=sum(len(group.answers) for groups in waiting.values() for group in groups),
                parts=parts,
                place=self.wording.place,
                shares=question_shares(questions, parts),
                expected=self.expected,
                answer_table=answers.table,
                small=answers.small,
                full=answers.SHORT,
                verdicts=self.verdicts,
                say=self.wording.say,
                student_status=self.wording.student_status,
                statuses=list(StudentStatus),
                notes=notes,
                sentences=self.sentences,
                digits=self.wording.translator.digits,
                most_open=MOST_STUDENTS_OPEN,
                scans=self.scans(records, links),
            )
            .encode("utf-8", "replace")
        )

    def page(self) -> Template:
        """Return the page's template, with the style of pictures where there are any."""
        has_pictures = self.evidence.pages or self.evidence.places
        styles = ("shared.css", "instructor.css", *(("pictures.css",) if has_pictures else ()))
        return Site(self.wording, styles=styles, scripts=("instructor.js",)).template("instructor.html")

    def class_rows(
        self,
        records: Sequence[StudentRecord],
        rows: Sequence[Mapping[str, str | float | None]],
        links: Mapping[int, Markup],
    ) -> Markup:
        """Return the class table's rows; put together here, for a class has thousands of cells."""
        figures = ("score", "waiting", "final", *(question.id for question in self.assignment.questions))
        words = {status.value: self.wording.student_status(status) for status in StudentStatus}
        lines = []
        for record, row in zip(records, rows, strict=True):
            status = str(row["status"])
            number = markup.left_to_right(record.student_id) if record.student_id is not None else "—"
            cells = "".join(self.figure(row[name]) for name in figures)
            lines.append(
                f'<tr data-status="{status}"><th scope="row">{links[id(record)]}</th><td>{number}</td>'
                f"<td>{escape(words[status])}</td>{cells}</tr>"
            )
        return Markup("\n".join(lines))  # noqa: S704 - each piece is escaped above

    def figure(self, value: str | float | None) -> str:
        """Return a number's cell; ``data-value`` is what it is sorted by, absent where there is none."""
        if not isinstance(value, float) or value != value:
            return '<td class="figure">–</td>'
        return f'<td class="figure" data-value="{value:.6g}">{self.wording.number(value)}</td>'

    def sentences(self, text: str) -> Markup:
        """Return a message as paragraphs."""
        return answers.sentences(text, self.wording.prose)

    def student_link(self, record: StudentRecord, reports: Mapping[str, str], anchor: str = "") -> Markup:
        """Return a student's name, linked to their page where there is one."""
        name = markup.isolated(record.name or record.key.strip() or "—")
        address = reports.get(record.key)
        if address is None:
            return name
        return Markup(f'<a href="{escape(address)}{escape(anchor)}">{name}</a>')  # noqa: S704 - each piece is escaped

    def troubles(
        self, records: Sequence[StudentRecord], links: Mapping[int, Markup]
    ) -> list[tuple[str, list[Markup]]]:
        """Return each remark about a hand-in with the students that it is about, and their files."""
        found: dict[str, list[Markup]] = {}
        for record in records:
            for error in record.errors:
                link = links[id(record)]
                if error.file:
                    link = with_file(record, link, error.file)
                found.setdefault(error.message, []).append(link)
        return list(found.items())

    def taken(
        self, records: Sequence[StudentRecord], links: Mapping[int, Markup]
    ) -> list[tuple[Message, int, list[Markup]]]:
        """Return for each kind how many files were taken for it, and whose they are."""
        kinds: dict[str, str] = {}
        whose: dict[str, list[Markup]] = {}
        for record in records:
            own: dict[str, Markup] = {}
            for file in record.files:
                kinds[file.path] = file.kind
                link = own.get(file.kind, links[id(record)])
                own[file.kind] = with_file(record, link, file.path)
            for kind, student in own.items():
                whose.setdefault(kind, []).append(student)
        return [(SEVERAL[kind], count, whose[kind]) for kind, count in counted(kinds.values()).items()]

    def waiting_row(
        self, group: WaitingGroup, links: Mapping[int, Markup], reports: Mapping[str, str]
    ) -> WaitingRow:
        """Return a group as it is shown."""
        first = group.answers[0].part
        question = self.questions[group.question]
        convention = first.mistakes[0] if first.reading.reason == "convention" and first.mistakes else None
        return WaitingRow(
            parts=tuple(self.part_name(question, part) for part in group.parts),
            answers=tuple(waiting_text(part) for part in group.parts),
            reason=self.wording.reason(first),
            convention=convention.code if convention else "",
            hint=convention.hint if convention else "",
            students=tuple(self.waiting_student(group, record, reports) for record in group.students),
            picture=self.evidence.places.get((group.students[0].key, group.question, first.id), ""),
        )

    def waiting_student(
        self, group: WaitingGroup, record: StudentRecord, reports: Mapping[str, str]
    ) -> Markup:
        """Return a student of a group: the link to the part on their page, and file and page."""
        part = next(answer.part for answer in group.answers if answer.record is record)
        link = self.student_link(record, reports, f"#{group.question}.{part.id}")
        file = record.file_of(part)
        place = markup.left_to_right(file) if file else Markup("")
        if part.reading.page is not None:
            page = self.wording.gettext("page {page}", page=self.wording.number(part.reading.page))
            place = Markup("{}, {}").format(place, page) if place else page
        of_part = record.key, group.question, part.id
        address = self.evidence.places.get(of_part, "")
        if not address and record.key in self.evidence.pages and may_be_in_a_picture(part):
            address = f"#{scan_anchor(record)}"
        if address:
            place = Markup('<a href="{}">{}</a>').format(address, place or self.wording.gettext("picture"))
        suggestion = recognised(part) or self.evidence.suggestions.get(of_part, "")
        if suggestion:
            suggested = self.wording.gettext(
                "suggestion of a machine: {text}", text=markup.isolated(suggestion[:LONGEST_SUGGESTION])
            )
            place = Markup('{}</span> <span class="note">{}').format(place, suggested)
        return with_place(link, place) if place else link

    def scans(
        self, records: Sequence[StudentRecord], links: Mapping[int, Markup]
    ) -> list[tuple[str, Markup, tuple[PagePicture, ...]]]:
        """Return the pages that only a person can read: where they are linked from, whose, and their pictures."""
        return [
            (scan_anchor(record), links[id(record)], pages)
            for record in records
            if (pages := self.evidence.pages.get(record.key, ()))
        ]

    def part_name(self, question: QuestionPage, part: PartRecord) -> Markup:
        """Return a part's place as printed and its name."""
        place = self.wording.place(question, printed_part(question, part).letter)
        return Markup("{} · {}").format(place, markup.left_to_right(part.id))

    def expected(self, page: PartPage, summary: PartSummary) -> Markup:
        """Return a part's expected value as text or formula; empty where it is a table or differs."""
        return answers.expected(summary.expected, page.kind, label=page.id)

    def verdicts(self, summary: PartSummary) -> list[tuple[VerdictWords, int]]:
        """Return how often each verdict was given on a part, in words."""
        counts: dict[VerdictWords, int] = {}
        for status, count in summary.statuses:
            words = VERDICTS[PartStatus(status)]
            counts[words] = counts.get(words, 0) + count
        return list(counts.items())


def with_place(link: Markup, place: Markup) -> Markup:
    """Return a student's link with the file and the page beside it."""
    return Markup(f'{link} <span class="place">{place}</span>')  # noqa: S704 - both are drawn already


def with_file(record: StudentRecord, link: Markup, path: str) -> Markup:
    """Return a student's link with a file beside it; a file of nobody is called by its own path already."""
    is_named_so = record.name is None and path == record.key.strip()
    return link if is_named_so else with_place(link, markup.left_to_right(path))


def scan_anchor(record: StudentRecord) -> str:
    """Return where on the page a student's pictures stand."""
    return f"scan:{safe_name(record.key)}"


def may_be_in_a_picture(part: PartRecord) -> bool:
    """Whether an answer that waits may stand on a page that is a picture."""
    return answers.is_in_picture(part) or part.reading.reason == "not_found"


def recognised(part: PartRecord) -> str:
    """Return what a scanner recognised of an answer in a picture, empty where it did not."""
    return answers.written(part, answers.SHORTEST) if answers.is_in_picture(part) else ""


def waiting_text(part: PartRecord) -> WaitingText:
    """Return an answer that waits, as it is shown; a matrix given as one stands only as its reading."""
    written = answers.written(part, answers.FULL)
    is_essay = answers.reads_as_prose(written, part.kind)
    read_as = Markup("")
    is_table = part.kind in ("matrix", "vector")
    if part.shown and part.kind != "written" and (is_table or part.shown != written):
        read_as = answers.small(part.value, part.shown, part.kind, label=part.id)
    if read_as and isinstance(part.submitted, list):
        written = ""
    if answers.is_in_picture(part):
        return WaitingText(written="", is_essay=False, read_as=Markup(""), is_picture=True)
    return WaitingText(
        written=written if len(written) <= LONGEST_EXCERPT else written[:LONGEST_EXCERPT] + " …",
        is_essay=is_essay,
        read_as=read_as,
    )


def question_shares(
    questions: Sequence[QuestionPage], parts: Mapping[tuple[str, str], PartSummary]
) -> dict[str, float | None]:
    """Return each question's mean share of its points over what is decided."""
    shares: dict[str, float | None] = {}
    for question in questions:
        known = [
            (page.max_points, summary.share)
            for page in question.parts
            if (summary := parts.get((question.id, page.id))) is not None and summary.share is not None
        ]
        most = sum((points for points, _ in known), Fraction(0))
        shares[question.id] = (
            sum(float(points) * share for points, share in known) / float(most) if most else None
        )
    return shares
