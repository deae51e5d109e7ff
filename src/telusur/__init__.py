"""Telusur: whose data a claimed breach is, how much of it is real, and when it was taken."""
