"""Floor 2, judgement. One target's journey: what to ask next, given what was seen. Pure."""
