"""Reads documents' text and finds links in it; applies edits to it. Pure."""
