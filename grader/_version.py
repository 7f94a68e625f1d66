"""The version of the grader, as results and receipts quote it."""

__version__ = "0.1.0"
