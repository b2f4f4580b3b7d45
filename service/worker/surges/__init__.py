"""Runs that make the rosters of surges."""
