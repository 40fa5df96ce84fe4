"""Core to low, and what is done on low: loops, types, safe points, liveness."""
