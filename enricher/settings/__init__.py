"""Reads config.toml into `config.Config`; tells all errors at once, each with its cure."""
