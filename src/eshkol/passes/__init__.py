"""Core to core: one pass a file, each a function from a Program to a Program."""
