"""The site's pages: a pure function from a site to Markdown files with HTML blocks inside.

    Site ──projection──▶ what the audience may see ──Reading──▶ lookups
         ──cards, practices, changes, …──▶ Planned ──Sheet, template──▶ Page

No module here knows MkDocs, git or YAML: the tree builds under any engine that reads Markdown.
"""
