"""An invented national register and a dump of it whose truth is known."""
