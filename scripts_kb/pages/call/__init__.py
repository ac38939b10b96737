"""The call screen: its page, answers, texts, releases, and the search box of every page."""
