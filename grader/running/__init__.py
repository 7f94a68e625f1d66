"""Runs the whole way: from a folder of hand-ins to records, files and pages."""
