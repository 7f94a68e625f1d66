"""Takes in what was handed in: finds the files, knows the student, and finds the answers."""
