"""Writes the files and pages of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader._version import __version__
from grader.records import StudentRecord
from grader.reporting.instructor import InstructorPage
from grader.reporting.pages import NO_EVIDENCE
from grader.reporting.student import NO_PICTURES, StudentPages
from grader.running.classroom import Classroom
from grader.running.pages import QuestionTexts, assignment_page
from grader.store.database import Store
from grader.store.gradebook import grades_csv
from grader.store.naming import student_file_name
from grader.store.output import Output
from grader.store.results import ResultsHeader, results_jsonl
from grader.store.review import ReviewLine, review_csv, review_lines

if TYPE_CHECKING:  # a class that hands in JSON has no pictures
    from grader.running.evidence import Gathered

STUDENTS_FOLDER = "students"
EVIDENCE_FOLDER = "evidence"


class Publisher:
    """Writes everything that is drawn from the records of one run, with ``pictures`` where there are any."""

    def __init__(
        self,
        classroom: Classroom,
        output: Output,
        store: Store,
        records: Sequence[StudentRecord],
        pictures: Gathered | None = None,
    ) -> None:
        self.classroom = classroom
        self.output = output
        self.store = store
        self.records = records
        self.pictures = pictures
        self.suggestions = {} if pictures is None else pictures.suggestions(records, classroom.homework)
        self.lines: tuple[ReviewLine, ...] = review_lines(records, self.suggestions)

    def write_all(self) -> None:
        """Write every file, to be put into place together; pages of students who are gone are removed."""
        if self.pictures is not None:
            self.pictures.prepare(self.records)
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
        evidence = NO_EVIDENCE
        if self.pictures is not None:
            evidence = self.pictures.for_markers(self.records, self.suggestions, self.output)
        self.output.write("index.html", instructor.render(self.records, reports, evidence=evidence))
        self.remove_others(EVIDENCE_FOLDER, self.pictures.written if self.pictures is not None else set())

    def write_student_pages(self, pages: StudentPages) -> dict[str, str]:
        """Write each student's page and return its address by student."""
        texts = QuestionTexts(self.classroom.homework, self.classroom.translator)
        reports: dict[str, str] = {}
        for record in self.records:
            if record.student_id is None or not record.files:
                continue
            name = student_file_name(record.student_id)
            reports[record.key] = name
            pictures = NO_PICTURES if self.pictures is None else self.pictures.of_student(record)
            self.output.write(name, pages.render(record, texts.of(record), pictures))
        self.remove_others(STUDENTS_FOLDER, set(reports.values()))
        return reports

    def remove_others(self, folder: str, written: set[str]) -> None:
        """Remove what earlier runs wrote into a folder and this one did not."""
        for gone in self.output.written() - written:
            if gone.startswith(f"{folder}/"):
                self.output.remove(gone)
