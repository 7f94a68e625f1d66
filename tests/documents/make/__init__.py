"""Makes the documents of this collection from the sources beside it, each with a real producer."""
