"""Turns the result of a run into text."""
