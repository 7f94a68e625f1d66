"""Finds problems by name and resolves the names in an assignment."""
