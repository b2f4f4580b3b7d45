"""The process beside the web server: it solves what is asked for, and keeps the clock."""
