"""Floor 3, flow. The only part where judgement and edges meet, and the only one that spawns tasks."""
