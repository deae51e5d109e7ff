"""Delimited text beyond its plain form: where its tables lie, and what is damaged in them."""
