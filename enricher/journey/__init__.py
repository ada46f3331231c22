"""Decides what to ask next for one target, given what was seen."""
