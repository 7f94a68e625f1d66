"""Everything that a run leaves behind but its pages: whole files, records, decisions and the gradebook.

    output      the output folder: one run at a time, each file whole or not at all
    facts       what the last run was made from, for a run in which nothing changed
    database    `grades.db`: machine records, what was last shown, decisions, review lines
    encoding    a student's record to JSON text and back, exactly
    decisions   people's marks, and how they join a record
    journal     the two places of every decision: `grades.db` and `decisions.jsonl`
    review      `review.csv` as it is written: what waits, in groups of equal readings
    filled      `review.csv` as it comes back from a spreadsheet
    results     `results.jsonl`
    gradebook   `grades.csv`
    changes     `changes.csv`

Each name is imported from its own module, so that a run in which nothing changed loads only two of them.
"""
