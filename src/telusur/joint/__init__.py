"""Private join and signed exchange between parties: a room that is not furnished yet."""
