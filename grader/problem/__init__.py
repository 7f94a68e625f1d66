"""What a problem is: its parameters, its parts, their known mistakes, and instances of it."""
