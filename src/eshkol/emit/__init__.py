"""Low to C text."""
