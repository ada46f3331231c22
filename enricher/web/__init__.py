"""Floor 2, edges. The only part that talks to the web."""
