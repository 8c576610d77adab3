"""Scores an output against gold: the same definitions, and the same numbers, whoever ran the extraction.

``compare`` is the whole of it: gold and output in, figures, mistakes and pairs out.
"""

from certwire.evaluation.breakdown import Breakdown, break_down, by_field, by_length, by_zone
from certwire.evaluation.figures import FIGURES, Figure, Scores, compare, tally
from certwire.evaluation.files import Output, read_gold, read_output
from certwire.evaluation.mistakes import Mistake, worst
from certwire.evaluation.sources import read_sources

__all__ = [
    "FIGURES",
    "Breakdown",
    "Figure",
    "Mistake",
    "Output",
    "Scores",
    "break_down",
    "by_field",
    "by_length",
    "by_zone",
    "compare",
    "read_gold",
    "read_output",
    "read_sources",
    "tally",
    "worst",
]
