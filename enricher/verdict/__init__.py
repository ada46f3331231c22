"""Decides what an observation means."""
