"""Floor 2, judgement. What an observation means. Pure."""
