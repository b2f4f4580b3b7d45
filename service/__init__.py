"""The web service around the scheduler: tables, use cases, files, feeds, pages and commands."""
