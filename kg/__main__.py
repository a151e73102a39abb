"""``python -m kg`` is the command."""

from kg.cli import main

main()
