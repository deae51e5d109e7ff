"""``python -m telusur`` is ``telusur``."""

from telusur.cli.main import main

main()
