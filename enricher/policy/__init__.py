"""Floor 1. Manners and patience: when we may ask, again, and what it means over time. Pure."""
