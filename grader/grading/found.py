"""Joins what was found in a hand-in's documents with the answers that its JSON and its form give.

Part by part the surest reading wins: JSON, form field, labelled answer, text. Two sure ones that differ go to a
person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from grader.answers import Kind
from grader.answers.reading import is_blank
from grader.assignment.resolved import AskedPart, Homework, Question, StudentQuestion
from grader.documents.model import Document, Line, Source
from grader.finding.candidate import Candidate
from grader.finding.choosing import NOT_FOUND
from grader.finding.find import Found, find
from grader.grading.matching import Names, match
from grader.grading.submission import Answer, Submission, differing, excerpt
from grader.records import Certainty
from grader.translation import Message

SCAN = "scan"
SQUEEZED = re.compile(r"(?<![0-9۰-۹./])([0-9۰-۹]{1,3})([1-9۱-۹])/([2-9۲-۹])(?![0-9۰-۹])")
ASSIGNED = re.compile(r"(?P<name>[^\W\d]\w{0,120}) = (?P<value>.+)")
PARTS = re.compile(
    r"\s(?:[/|]|-{2,3}|[—–])\s|(?<![\\A-Za-z])(?:[A-Za-z]{2,}|[\u0620-\u06d3\u200c]+)(?![A-Za-z({_])"
)  # a word, or a stroke between blanks
FIGURES = re.compile(r"\d+")
SLASH = re.compile(r"(?<=[0-9۰-۹]) ?/ ?(?=[0-9۰-۹])")
HABIT = re.compile(r"(?<![0-9./])0 ?/ ?(?:[2-9]|[0-9]{2})|(?<![0-9./])[0-9]{1,3} ?/ ?0[0-9]")
PERSIAN = re.compile(r"[\u0620-\u06d3]{2}")
MOST_PIECES = 8
MOST_NEARBY = 40
LONGEST_SUBMITTED = 20_000


def with_found_answers(
    submission: Submission, homework: Homework, asked: Mapping[str, StudentQuestion | None]
) -> Submission:
    """Return a hand-in with one answer a part: those that stand under names, and those found in its documents."""
    questions = [
        (question, own) for question in homework.questions if (own := asked[question.id]) is not None
    ]
    if submission.separate:
        each = [with_found_answers(one, homework, asked).answers for one in submission.separate]
        return replace(submission, answers=agreed_answers(each, questions))
    names = Names({question.id: [part.part.id for part in own.asked] for question, own in questions})
    given = with_assigned(submission, questions)
    named = match(given, names)
    answers = {name: given[name] for name in named.stray}
    everywhere = [(document, find(document, questions)) for document in submission.documents]
    for question, own in questions:
        for part in own.asked:
            key = (question.id, part.part.id)
            first = named.answers.get(key)
            every = [*([first] if first is not None else [])]
            for document, result in everywhere:
                if first is not None and left_empty(first, document, result[key]):
                    every[0] = first = empty_field(first, result[key])
                else:
                    every.append(
                        replace(answer_of(document, result[key], part), elsewhere=result[key].elsewhere)
                    )
            if every:
                answers[f"{question.id}.{part.part.id}"] = surest(every, question, own, part)
    return replace(submission, answers=answers)


def agreed_answers(
    hand_ins: Sequence[Mapping[str, Answer]], questions: Sequence[tuple[Question, StudentQuestion]]
) -> dict[str, Answer]:
    """Return the answers of separate hand-ins of one student: those on which all agree stand, a person sees the others.

    What is missing in one of them is a disagreement, too.
    """
    answers = {name: answer for answers in hand_ins for name, answer in answers.items()}
    for question, own in questions:
        for part in own.asked:
            name = f"{question.id}.{part.part.id}"
            found = [answers[name] for answers in hand_ins if name in answers]
            said = [each for each in found if not is_blank(each.submitted)]
            if not said and not any(each.reason for each in found):
                continue
            sure = [each for each in said if is_sure(each) and each.reason is None]
            if len(sure) == len(hand_ins) and not any(contradict(sure[0], each, own, part) for each in sure):
                answers[name] = min(sure, key=lambda each: list(Certainty).index(each.certainty))
            else:
                answers[name] = differing((said or found)[0], said or found)
    return answers


def left_empty(first: Answer, document: Document, found: Found) -> bool:
    """Return whether a form has a field of its own for a part, which is empty, and nothing else answers it for sure.

    What stands unlabelled in the form's text is mostly its questions. Somebody may have drawn or typed over the field
    instead of filling it in.
    """
    if document.source is not Source.FORM or first.file != document.path or not is_blank(first.submitted):
        return False
    return (
        document.complete
        and first.page not in document.pictures
        and (found.choice.chosen is None or found.choice.certainty is not Certainty.CERTAIN)
        and not any(lies_on(line, first) for line in document.lines)
    )


def lies_on(line: Line, field: Answer) -> bool:
    """Return whether the middle of a line lies on the place of a field."""
    if line.box is None or field.box is None or line.page != field.page:
        return False
    across, down = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
    left, top, right, bottom = field.box
    return left <= across <= right and top <= down <= bottom


def empty_field(first: Answer, found: Found) -> Answer:
    """Return the answer of an empty field: blank, unless what would be right stands elsewhere on the form."""
    choice = found.choice
    chosen = [choice.chosen] if choice.chosen is not None else []
    nearby = dict.fromkeys(each.text for each in (*choice.nearby, *choice.weak, *chosen))
    return replace(first, nearby=tuple(nearby)[-MOST_NEARBY:], elsewhere=found.elsewhere)


def with_assigned(
    submission: Submission, questions: Sequence[tuple[Question, StudentQuestion]]
) -> dict[str, Answer]:
    """Return the answers that stand under names, and what a notebook assigns to them: `conv_shapes_conv = …`.

    A program has no dot in its names; another name in it may be that of a step, and is no answer for sure.
    """
    answers = dict(submission.answers)
    notebooks = [each for each in submission.documents if each.source is Source.NOTEBOOK]
    if not notebooks:
        return answers
    names = {
        f"{question.id}_{part.part.id}".replace("-", "_").casefold(): f"{question.id}.{part.part.id}"
        for question, own in questions
        for part in own.asked
    }
    for document in notebooks:
        for line in document.lines:
            found = ASSIGNED.match(line.text) if line.code else None
            name = names.get(found["name"].casefold()) if found else None
            if found is None or name is None:
                continue
            answer = Answer(submitted=found["value"][:LONGEST_SUBMITTED], file=document.path)
            first = answers.get(name)
            is_new = first is None or is_blank(first.submitted) or first.submitted == answer.submitted
            is_new = is_new and not line.doubts
            answers[name] = answer if is_new else differing(first or answer, [first or answer, answer])
    return answers


def answer_of(document: Document, found: Found, part: AskedPart) -> Answer:
    """Return what one document says of one part."""
    choice = found.choice
    if found.written is not None and found.line is not None:
        return Answer(
            submitted=found.written, file=document.path, certainty=Certainty.PLAIN,
            page=found.line.page or None, box=found.line.box,
        )  # fmt: skip
    if found.is_blank:
        return Answer(submitted=None, file=document.path)
    weak = tuple(answer_at(document, each) for each in choice.weak)
    chosen = choice.chosen
    if chosen is not None and chosen.is_recognised:
        note = Message("A machine recognised this in a picture: {value}", {"value": excerpt(chosen.text)})
        return replace(answer_at(document, chosen), reason=SCAN, note=note)
    if chosen is None:
        reason = SCAN if document.source is Source.SCAN else choice.reason or NOT_FOUND
        return Answer(
            submitted=None, file=document.path, certainty=Certainty.DOUBTFUL, reason=reason, note=choice.note,
            weak=weak, page=document.pictures[0] if document.pictures else None,
        )  # fmt: skip
    if choice.certainty is not Certainty.DOUBTFUL:
        weak = ()
    nearby = dict.fromkeys(each.text for each in choice.nearby if each.text != chosen.text)
    # Read from the other side, a line may say another thing: then it is for a person to see which was meant.
    second = [each for each in choice.nearby if each.is_other and each.line is chosen.line]
    from_other_side = [each.text for each in second if is_read_from_other_side(chosen, each)]
    return replace(
        answer_at(document, chosen),
        certainty=choice.certainty,
        doubt=choice.reason,
        note=choice.note,
        weak=weak,
        others=(
            *(each.text for each in second if each.text not in from_other_side),
            *(with_decimals(chosen.text) if has_decimal_slashes(document) else ()),
        ),
        nearby=(
            *from_other_side,
            *list(nearby)[-MOST_NEARBY:],
            *turned(chosen, part.part.kind),
            *mixed(document, chosen),
            *mirrored(document, chosen, part.part.kind),
            *pieces(chosen.text),
            *(with_decimals(chosen.text) if is_persian(document) else ()),
        ),
    )


def is_read_from_other_side(chosen: Candidate, second: Candidate) -> bool:
    """Return whether a second reading of a line differs by the side from which it is read, and in nothing else."""
    figures, others = (sorted(FIGURES.findall(each.text)) for each in (chosen, second))
    return chosen.is_right_to_left or figures == others


def answer_at(document: Document, candidate: Candidate) -> Answer:
    """Return one candidate as an answer, with its page and the box around its lines."""
    return Answer(
        submitted=candidate.text[:LONGEST_SUBMITTED],
        file=document.path,
        certainty=Certainty.DOUBTFUL,
        page=candidate.line.page or None,
        box=candidate.box,
    )


def turned(chosen: Candidate, kind: Kind) -> Iterator[str]:
    """Yield a shape with its sides the other way round where right-to-left text may have turned it."""
    value = chosen.values[0]
    if kind.name == "shape" and isinstance(value, tuple) and chosen.is_right_to_left:
        yield " × ".join(str(side) for side in reversed([_number(each) for each in value]))


def mirrored(document: Document, chosen: Candidate, kind: Kind) -> Iterator[str]:
    """Yield a table with its columns from the other side, where a page from right to left may hold either."""
    if (
        kind.name not in ("matrix", "vector")
        or "\t" not in chosen.text
        or document.source is not Source.TYPED
    ):
        return
    if is_persian(document):
        yield "\n".join("\t".join(reversed(row.split("\t"))) for row in chosen.text.split("\n"))


def mixed(document: Document, chosen: Candidate) -> Iterator[str]:
    """Yield a text with mixed numbers for its fractions, as a page draws them without a gap: 4½ as `41/2`."""
    if document.source is Source.TYPED and SQUEEZED.search(chosen.text):
        yield SQUEEZED.sub(r"\1 \2/\3", chosen.text)


def pieces(text: str) -> Iterator[str]:
    """Yield what stands on either side of words, or of a stroke between blanks, which may part two values."""
    found = PARTS.split(text)
    if len(found) > 1:
        yield from [piece for each in found if (piece := each.strip(" ,،.;()"))][:MOST_PIECES]


def has_decimal_slashes(document: Document) -> bool:
    """Return whether a document in Persian writes decimals with a slash, as 0/25 shows."""
    return any(HABIT.search(line.text) for line in document.lines) and is_persian(document)


def is_persian(document: Document) -> bool:
    """Return whether words of a document are in Persian, so that a slash may be a decimal point anywhere in it."""
    return any(PERSIAN.search(line.text) for line in document.lines)


def with_decimals(text: str) -> Iterator[str]:
    """Yield a text with decimal points for its slashes between numbers, where there are some."""
    if SLASH.search(text):
        yield SLASH.sub(".", text)


def _number(side: object) -> object:
    return getattr(side, "value", side)


def surest(answers: Sequence[Answer], question: Question, own: StudentQuestion, part: AskedPart) -> Answer:
    """Return the surest of several answers to one part; a person decides where two sure ones differ."""
    sure = [each for each in answers if is_sure(each)]
    if not sure:
        blank = [each for each in answers if each.reason is None and is_blank(each.submitted)]
        if len(blank) == len(answers):
            return blank[0]
        unfound = [each for each in answers if each.reason == NOT_FOUND]
        others = [each for each in answers if each not in blank and each not in unfound]
        # What one file leaves empty may stand in the picture, or on the page, of another.
        return next((each for each in others if not is_blank(each.submitted)), (unfound or others)[0])
    best = min(sure, key=lambda each: list(Certainty).index(each.certainty))
    rivals = [each for each in sure if each is not best and contradict(best, each, own, part)]
    if not rivals:
        return best
    return differing(best, [best, *rivals])


def is_sure(answer: Answer) -> bool:
    """Return whether an answer says something, surely."""
    if answer.reason is not None and answer.certainty is not Certainty.DOUBTFUL:
        return True
    return answer.certainty is not Certainty.DOUBTFUL and not is_blank(answer.submitted)


def contradict(one: Answer, other: Answer, own: StudentQuestion, part: AskedPart) -> bool:
    """Return whether two answers cannot both be what the student means."""
    kind = part.part.kind
    if kind.name == "written":
        return False
    scope = own.instance.scope
    left, right = kind.read(one.submitted, scope).values, kind.read(other.submitted, scope).values
    if not left or not right:
        return False
    return not any(
        kind.equals(first, kind.plain(second)) or kind.equals(second, kind.plain(first))
        for first in left
        for second in right
    )
