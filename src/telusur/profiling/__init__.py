"""What each column of the dump holds."""
