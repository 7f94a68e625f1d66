"""`grade practice`: a fresh instance of a problem to try, and then its solution."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from random import Random, SystemRandom

from grader.answers import Reading
from grader.assignment.resolved import AskedPart, StudentQuestion
from grader.catalogue.bank import Bank
from grader.checking.judge import Judge
from grader.checking.verdict import Verdict
from grader.cli.question import question_lines, wrap_lines
from grader.cli.saving import save_page
from grader.cli.terminal import Terminal
from grader.errors import UsageError
from grader.problem.definition import Problem
from grader.problem.instance import Instance, draw
from grader.problem.parts import PartId
from grader.records import PartStatus

LARGEST_SEED = 10**6


def practice(options: Namespace, terminal: Terminal) -> int:
    """Ask a fresh instance, judge the answers, and show the solution."""
    problem = Bank(options.problems)[options.problem]
    if problem.sampler is None:
        raise UsageError(
            f"{problem.id} has its questions in an assignment, so there is none to draw; "
            "`grade problems` lists the others"
        )
    seed = SystemRandom().randrange(LARGEST_SEED) if options.seed is None else options.seed
    instance = draw(problem, Random(seed))
    if options.html is not None:
        write_page(problem, instance, seed, options.html, terminal)
        return 0
    write_question(problem, instance, seed, terminal)
    asked = StudentQuestion(
        key="practice",
        instance=instance,
        asked=tuple(
            AskedPart(part=part, points=Fraction(1), letter="")
            for part in instance.parts.values()
            if part.id in instance.references
        ),
    )
    if sys.stdin.isatty() and not options.solution:
        readings = ask_answers(asked, terminal)
        write_verdicts(asked, readings, terminal)
    write_solution(instance, terminal)
    return 0


def write_question(problem: Problem, instance: Instance, seed: int, terminal: Terminal) -> None:
    """Write what is asked."""
    title = terminal.translator.word(problem.title)
    terminal.result(
        terminal.styled(title, "bold") + terminal.text("  (--seed {seed} draws it again)", seed=str(seed))
    )
    terminal.result()
    for line in question_lines(instance, terminal.translator):
        terminal.result(line)
    terminal.result()
    for part in instance.parts.values():
        if part.id in instance.references:
            for line in wrap_lines(f"{part.id}: {terminal.translator.sentence(part.question)}", "  ", "    "):
                terminal.result(line)


def write_page(problem: Problem, instance: Instance, seed: int, place: Path, terminal: Terminal) -> None:
    """Write the instance and its solution as a page. Raises OutputNotWritable."""
    from grader.reporting.practice import PracticePage, WorkedPart  # loads the templates, which few runs need
    from grader.running.asked import InstanceTexts

    translator = terminal.translator
    parts = [
        WorkedPart(
            id=name,
            kind=instance.parts[name].kind.name,
            value=instance.parts[name].kind.to_json(reference),
            shown=instance.parts[name].show(reference, translator),
            steps=translator.sentence(instance.worked(name)),
        )
        for name, reference in instance.references.items()
    ]
    page = PracticePage(translator)
    title = translator.word(problem.title)
    save_page(place, page.render(title, seed, InstanceTexts(translator).of(instance), parts), terminal)


def ask_answers(asked: StudentQuestion, terminal: Terminal) -> Mapping[PartId, Reading]:
    """Ask for an answer to each part; what cannot be read is asked again, with the reason."""
    terminal.result()
    readings: dict[PartId, Reading] = {}
    for part in asked.asked:
        while True:
            sys.stdout.write(f"{part.part.id} = ")
            sys.stdout.flush()
            line = sys.stdin.readline()
            reading = part.part.kind.read(line.strip(), asked.instance.scope)
            readings[part.part.id] = reading
            if reading.values or reading.reason == "blank":
                break
            terminal.result("  " + (terminal.translator.sentence(reading.message) if reading.message else ""))
    return readings


def write_verdicts(asked: StudentQuestion, readings: Mapping[PartId, Reading], terminal: Terminal) -> None:
    """Write what was right, and the hints."""
    terminal.result()
    for verdict in Judge().question("practice", asked, readings):
        terminal.result(f"{verdict.part_id}: {verdict_in_words(verdict, terminal)}")
        for named in verdict.mistakes:
            for line in wrap_lines(terminal.translator.sentence(named.mistake.hint), "    ", "    "):
                terminal.result(line)


def verdict_in_words(verdict: Verdict, terminal: Terminal) -> str:
    """Return a verdict for a person who practises."""
    say = terminal.text
    words = {
        PartStatus.CORRECT: say("right for your own earlier answer")
        if verdict.followed_through
        else say("right"),
        PartStatus.PARTIAL: say("partly right"),
        PartStatus.INCORRECT: say("not yet right"),
        PartStatus.BLANK: say("no answer"),
    }
    return words.get(verdict.status) or say("a person would look at it")


def write_solution(instance: Instance, terminal: Terminal) -> None:
    """Write how each part is worked out, and its right answer."""
    terminal.result()
    terminal.result(terminal.styled(terminal.text("Solution"), "bold"))
    for name, reference in instance.references.items():
        terminal.result(f"  {name} = {instance.parts[name].show(reference, terminal.translator)}")
        for paragraph in terminal.translator.sentence(instance.worked(name)).splitlines():
            for line in wrap_lines(paragraph, "    ", "    "):
                terminal.result(line)
