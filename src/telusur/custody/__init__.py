"""The append-only, signed log of a case: a room that is not furnished yet."""
