"""Finds the answers to an assignment in the lines of a document."""
