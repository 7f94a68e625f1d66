"""What an assignment asks: its text turned into a checked shape, and the resolved questions."""
