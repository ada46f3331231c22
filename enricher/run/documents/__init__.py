"""What a run does with documents: finds, reads and edits them, and puts them in their places."""
