"""Folders of releases in, one output folder out."""

from certwire.batch.engine import extract
from certwire.batch.outcome import Outcome, open_reader, read_item
from certwire.batch.summary import RunSummary

__all__ = ["Outcome", "RunSummary", "extract", "open_reader", "read_item"]
