"""The only part where judgement and edges meet, and the only one that starts tasks."""
