"""Writes the files and pages of a run."""

from __future__ import annotations

from collections.abc import Sequence

from grader._version import __version__
from grader.records import StudentRecord
from grader.reporting.instructor import InstructorPage
from grader.reporting.student import StudentPages
from grader.running.classroom import Classroom, student_key
from grader.running.pages import QuestionTexts, assignment_page
from grader.store.database import Store
from grader.store.gradebook import grades_csv
from grader.store.naming import student_file_name
from grader.store.output import Output
from grader.store.results import ResultsHeader, results_jsonl
from grader.store.review import ReviewLine, review_csv, review_lines

STUDENTS_FOLDER = "students"


class Publisher:
    """Writes everything that is drawn from the records of one run."""

    def __init__(
        self, classroom: Classroom, output: Output, store: Store, records: Sequence[StudentRecord]
    ) -> None:
        self.classroom = classroom
        self.output = output
        self.store = store
        self.records = records
        self.lines: tuple[ReviewLine, ...] = review_lines(records)

    def write_all(self) -> None:
        """Write every file, to be put into place together; pages of students who are gone are removed."""
        homework = self.classroom.homework
        page = assignment_page(homework, self.classroom.translator, self.records)
        header = ResultsHeader(
            assignment=homework.shape.id,
            assignment_sha256=homework.sha256,
            grader=__version__,
            max_score=self.classroom.max_score,
        )
        self.store.remember_review(self.lines)
        self.output.write("results.jsonl", results_jsonl(self.records, header))
        question_ids = [question.id for question in homework.questions]
        self.output.write("grades.csv", grades_csv(self.records, question_ids, header.max_score))
        self.output.write("review.csv", review_csv(self.lines))
        reports = self.write_student_pages(StudentPages(page, self.classroom.translator))
        instructor = InstructorPage(page, self.classroom.translator)
        self.output.write("index.html", instructor.render(self.records, reports))

    def write_student_pages(self, pages: StudentPages) -> dict[str, str]:
        """Write each student's page and return its address by student."""
        texts = QuestionTexts(self.classroom.homework, self.classroom.translator)
        reports: dict[str, str] = {}
        for record in self.records:
            if record.student_id is None or not record.files:
                continue
            name = student_file_name(record.student_id)
            reports[student_key(record)] = name
            self.output.write(name, pages.render(record, texts.of(record)))
        for gone in self.output.written() - set(reports.values()):
            if gone.startswith(f"{STUDENTS_FOLDER}/"):
                self.output.remove(gone)
        return reports
