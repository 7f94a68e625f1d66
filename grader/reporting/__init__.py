"""The pages that people read: one for each student and one for the instructor."""
