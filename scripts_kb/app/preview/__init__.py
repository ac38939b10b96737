"""The preview: a site that is held in memory and makes a page when somebody asks for it.

    a file is saved ──watching──▶ holding: only what changed is read again
         a browser ◀──server── shown ◀──dressing── the page that it looks at
                                 ▲
                                 └──apart── effects, checks, the search: made behind

A page is what `kb build` writes, and beside it what is wrong and the script that follows the files.
Nothing is written anywhere but in a folder of its own for passing files.
"""
