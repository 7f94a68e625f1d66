"""The problem bank: one module a problem, each to be read and checked by itself."""
