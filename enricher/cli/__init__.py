"""The command line: arguments in, one job done, text out, an exit status."""

from enricher.cli.app import main

__all__ = ["main"]
