"""`python -m scripts_kb` is `kb`."""

from scripts_kb.cli import main

main()
