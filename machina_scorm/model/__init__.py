"""The course as immutable values.  No I/O, no rendered markup, no language of its own."""
