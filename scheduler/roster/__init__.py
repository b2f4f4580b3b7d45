"""The surge roster: shifts at posts round the clock, by the third shape of rule, a person's sequence of days."""
