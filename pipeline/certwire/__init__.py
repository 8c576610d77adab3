"""certwire turns press releases into structured certification-event records."""

__version__ = "0.1.0"
