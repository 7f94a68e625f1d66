"""`grade check`: shows a student how their answers are read, and as much of the verdict as is allowed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from grader.assignment.resolved import Homework
from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.cli.checked import (
    NOBODYS,
    UNKNOWN_NUMBERS,
    WORDS,
    CheckedHandIn,
    CheckedPart,
    CheckedQuestion,
    PartKey,
    Standing,
    check_hand_in,
)
from grader.cli.terminal import Terminal, safe
from grader.errors import HandInError, UsageError
from grader.grading.matching import stray_sentence
from grader.grading.submission import Submission
from grader.intake.documents import with_documents
from grader.intake.folder import ASSIGNMENT_FILE, LoadedFile, read_file
from grader.intake.take_in import read_one
from grader.locales import translator_for

if TYPE_CHECKING:  # a JSON file has no places to show
    from grader.cli.terminal_pictures import InlinePictures
    from grader.documents.drawing import Place

ATTENTION = 1
LONGEST_PLACE = 200  # characters of an answer
LONGEST_READ = 80  # characters of an answer beside its reading
LONGEST_LINE = 400  # characters; an explanation may quote what the student wrote
INDENT = "      "  # of what is said below an answer
PDF = ".pdf"
SIGNS = {
    Standing.BLANK: "○", Standing.IN_PICTURE: "!", Standing.IN_DOUBT: "!", Standing.WAITS: "…",
    Standing.PARTIAL: "✗", Standing.WRONG: "✗",
}  # fmt: skip
READ_WELL = "✓"
COLOURS = {
    Standing.RIGHT: "green", Standing.FOLLOWED: "green", Standing.PARTIAL: "red", Standing.WRONG: "red",
}  # fmt: skip
OFFERED = "--html check.html"


def check(options: Namespace, terminal: Terminal) -> int:
    """Check one file and return 0 where nothing needs the student's attention."""
    file: Path = options.file
    if not file.is_file():
        raise UsageError(f"{file}: no such file; give the file with your answers")
    assignment: Path = options.assignment or find_assignment(file)
    if options.html is not None:
        refuse_overwriting(options.html, file, assignment)
    homework = load_homework(assignment, Bank(options.problems))
    if options.locale is not None:
        terminal.translator = translator_for(options.locale, (*options.problems, file.parent))
    loaded = load(file)
    submission = read_one(loaded, file.name, None)
    if submission.unreadable and not submission.answers and not submission.documents:
        return refused(options, homework, submission, terminal)
    checked = check_hand_in(homework, submission, terminal.translator)
    places = places_read(checked, loaded)
    inline = inline_pictures(terminal) if places else None
    is_shown = inline is not None or options.html is not None
    pictures = drawn(loaded, places) if places and is_shown else {}
    TerminalReport(checked, homework.shape.title, pictures, inline, terminal).write()
    if options.html is not None:
        write_page(options.html, homework, checked, pictures, terminal)
    elif places and not is_shown:
        terminal.say(terminal.text("The option {option} shows the places that were read.", option=OFFERED))
    return ATTENTION if checked.attention else 0


def refused(options: Namespace, homework: Homework, submission: Submission, terminal: Terminal) -> int:
    """Say why a file cannot be read."""
    for notice in submission.notices:
        sentence = safe(terminal.translator.sentence(notice.message), LONGEST_LINE)
        terminal.warn(f"grade: {options.file}: {sentence}")
    if options.html is not None:
        nothing = CheckedHandIn(submission=submission, level=homework.shape.selfcheck)
        write_page(options.html, homework, nothing, {}, terminal)
    return ATTENTION


def write_page(
    place: Path,
    homework: Homework,
    checked: CheckedHandIn,
    pictures: Mapping[PartKey, bytes],
    terminal: Terminal,
) -> None:
    """Write a check as a page. Raises OutputNotWritable."""
    from grader.cli.check_page import page_of  # loads the templates, which few runs need
    from grader.cli.saving import save_page

    save_page(place, page_of(homework, checked, pictures, terminal.translator), terminal)


def find_assignment(file: Path) -> Path:
    """Return the assignment beside the file, or in the working folder."""
    for folder in (file.parent, Path()):
        candidate = folder / ASSIGNMENT_FILE
        if candidate.is_file():
            return candidate
    raise UsageError(
        f"no {ASSIGNMENT_FILE} beside {file} or in this folder; "
        "give it with --assignment FILE (your teacher publishes it)"
    )


def refuse_overwriting(page: Path, *read: Path) -> None:
    """Raise UsageError where the page would take the place of a file that is read, by whatever name."""
    for file in read:
        if page.exists() and page.samefile(file):
            raise UsageError(f"--html {page} would overwrite {file}; give the page a name of its own")


def load(file: Path) -> LoadedFile:
    """Return the file, read where it is a document."""
    import hashlib

    try:
        data = read_file(file.parent, file.name)
        loaded = LoadedFile(path=file.name, data=data, sha256=hashlib.sha256(data).hexdigest())
    except HandInError as fault:
        loaded = LoadedFile(path=file.name, data=b"", sha256="", fault=fault)
    ((read,),) = with_documents([(loaded,)], workers=1)
    return read


def places_read(checked: CheckedHandIn, file: LoadedFile) -> dict[PartKey, Place]:
    """Return the place of a PDF from which each answer was read, where it has one."""
    if file.document is None or not file.path.lower().endswith(PDF):
        return {}
    from grader.running.places import place_shown

    found = {
        key: place_shown(each.page, each.answer.box, each.part.part.kind.name, file.document.source)
        for key, each in checked.parts
        if each.answer is not None and each.standing is not Standing.IN_PICTURE
    }
    return {key: place for key, place in found.items() if place is not None}


def drawn(file: LoadedFile, places: Mapping[PartKey, Place]) -> dict[PartKey, bytes]:
    """Return a PNG of each place, as far as they can be drawn."""
    from grader.intake.pictures import draw_now

    made = draw_now(file, list(places.values()))
    return {key: made[place] for key, place in places.items() if place in made}


def inline_pictures(terminal: Terminal) -> InlinePictures | None:
    """Return how the terminal draws pictures; None where it draws none, or they are not wanted."""
    if terminal.quiet or not terminal.has_colour:
        return None
    from grader.cli.terminal_pictures import pictures_of_terminal

    return pictures_of_terminal()


class TerminalReport:
    """Writes one check to the terminal, with the ``pictures`` that it draws."""

    def __init__(
        self,
        checked: CheckedHandIn,
        title: str,
        pictures: Mapping[PartKey, bytes],
        inline: InlinePictures | None,
        terminal: Terminal,
    ) -> None:
        self.checked = checked
        self.title = title
        self.pictures = pictures
        self.inline = inline
        self.terminal = terminal
        self.translator = terminal.translator

    def write(self) -> None:
        """Write a line for each part, and what to do next."""
        self.terminal.result(self.terminal.styled(safe(self.title), "bold"))
        for question in self.checked.questions:
            self.question(question)
        for name, near in self.checked.stray.items():
            line = self.translator.sentence(stray_sentence(safe(name, 80), near))
            self.terminal.result(f"\n! {line}")
        if self.checked.submission.student_id is None:
            self.terminal.result("\n! " + self.translator.sentence(NOBODYS))
        self.terminal.result()
        self.terminal.result(self.translator.sentence(self.checked.conclusion))

    def question(self, checked: CheckedQuestion) -> None:
        """Write one question."""
        question = checked.question
        title = self.translator.word(question.problem.title)
        self.terminal.result(
            "\n"
            + self.terminal.styled(f"{question.shape.number} {question.id}".strip(), "bold")
            + f" · {title}"
        )
        if checked.asked is None:
            self.terminal.result("  " + self.translator.sentence(UNKNOWN_NUMBERS))
        for part in checked.parts:
            self.part(part)
            picture = self.pictures.get((question.id, part.part.part.id))
            if picture is not None and self.inline is not None:
                self.terminal.result(self.inline.drawn(picture, len(INDENT)))
            for message in (*part.explained, *part.hints):
                self.explain(self.translator.sentence(message))

    def part(self, checked: CheckedPart) -> None:
        """Write what was written, how it is read, and what may be said of it."""
        sign = SIGNS.get(checked.standing, READ_WELL)
        self.terminal.result(f"{sign}  {checked.part.part.id}: {self.said_of(checked)}")

    def said_of(self, checked: CheckedPart) -> str:
        """Return what stands after a part's name."""
        standing = checked.standing
        words = self.translator.sentence(WORDS[standing])
        if standing is Standing.BLANK:
            return words
        if standing is Standing.IN_PICTURE:
            return self.translator.sentence(checked.about_picture)
        if standing is Standing.IN_DOUBT:
            return self.found(checked, LONGEST_PLACE) if checked.reading.text else ""
        if standing is Standing.READ:
            return self.shown(checked)
        return f"{self.shown(checked)} — {self.coloured(words, standing)}"

    def coloured(self, words: str, standing: Standing) -> str:
        """Return a verdict in its colour."""
        colour = COLOURS.get(standing)
        return self.terminal.styled(words, colour) if colour else words

    def found(self, checked: CheckedPart, longest: int) -> str:
        """Return what was found, and in a document with pages on which of them."""
        text = safe(checked.reading.text, longest)
        if checked.page is None:
            return text
        return self.terminal.text("page {page}: “{text}”", page=checked.page, text=text)

    def shown(self, checked: CheckedPart) -> str:
        """Return what was written and every sensible way in which it is read."""
        if checked.part.part.kind.name == "written":
            return self.translator.sentence(checked.length)
        ways = self.terminal.text(" or as ").join(map(safe, checked.ways(self.translator)))
        read_as = self.terminal.text("read as {value}", value=ways)
        return f"{self.found(checked, LONGEST_READ)} · {read_as}"

    def explain(self, text: str) -> None:
        """Write an indented explanation."""
        for line in text.splitlines():
            self.terminal.result(INDENT + safe(line, LONGEST_LINE))
