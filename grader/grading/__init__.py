"""Grades one student's hand-in: pure, so that the same answers and assignment give the same record."""
