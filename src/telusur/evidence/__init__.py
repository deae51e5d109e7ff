"""Takes a dump in: hashes and seals it, within the limits of the quarantine."""
