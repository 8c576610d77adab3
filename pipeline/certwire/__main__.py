"""``python -m certwire``."""

from certwire.cli import main

main()
