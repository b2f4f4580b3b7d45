"""Programmes: the operations behind rotation, postings, squads and inspections."""
