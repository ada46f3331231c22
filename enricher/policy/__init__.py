"""Decides when we may ask, when again, and what verdicts mean over time."""
