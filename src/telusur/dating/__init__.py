"""When the copy was taken."""
