"""Judges the answers to one question: right, followed, a known mistake, or a person's to decide."""
