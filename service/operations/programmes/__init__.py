"""Programmes beside the monthly duty: rounds, batches, squads and inspections, from the first list to their end."""
