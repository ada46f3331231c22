"""Decides what to do about findings, by rules that a person chose; each fix says why."""
