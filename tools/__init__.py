"""What a person runs in a checkout, and the machinery behind it.

`serve`, `build`, `check` and `diff` are the package's own commands in an environment that the
checkout makes for itself (`_venv.py`); `test` runs every check there is (`checks/`); `bench`
measures against a peer or a floor (`benches/`).
"""
