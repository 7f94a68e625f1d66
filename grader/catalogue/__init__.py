"""Finds problems by name and resolves the names in an assignment."""

SECRET_VARIABLE = "GRADE_SECRET"  # noqa: S105 - the name of a variable, not a secret
