"""Organization names: words with their flags, candidate spans, evidence over the whole release, and a linear scorer."""
