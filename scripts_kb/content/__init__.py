"""The content folder: reading YAML and Markdown, checking it, editing it.

    bytes ──parsing──▶ raw tree + marks ──schema──▶ Document ──loading──▶ Base ──checks──▶ Problems

This package is the only door to YAML. The past is read by the same parser and the same rules.
"""
