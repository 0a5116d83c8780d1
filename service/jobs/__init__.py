"""Running jobs: slice after slice through the one door."""
