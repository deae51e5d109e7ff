"""One file a kind of evidence: names, contents, values in common, agreement of linked rows."""
