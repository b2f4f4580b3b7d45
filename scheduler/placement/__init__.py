"""Placements: rotation pairs, postings, squads and inspections as one problem of people and posts.

A package with its own layers, from below: problem → model → rules → formulation → audit, engine → explain.
"""
