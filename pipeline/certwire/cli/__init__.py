"""The command line; nothing else in certwire prints."""

from certwire.cli.app import app, main

__all__ = ["app", "main"]
