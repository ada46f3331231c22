"""The only part that talks to the web."""
