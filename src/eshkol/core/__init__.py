"""The core language: its nodes, how they are walked, shown and checked."""
