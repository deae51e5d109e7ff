"""The public check, which sees only the published index: a room that is not furnished yet."""
