"""Surges: declared, called up, rostered, answered, replaced, relieved, stood down; each step an operation of its own."""
