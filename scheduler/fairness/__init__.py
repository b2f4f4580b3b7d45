"""Fairness over months: what each cadre owed, did and bore, and what of it the next plan is to make up for."""

from scheduler.fairness.carried import Carried, carried
from scheduler.fairness.ledger import LedgerEntry, Totals, months_after, months_before, months_between, rolling

__all__ = ["Carried", "LedgerEntry", "Totals", "carried", "months_after", "months_before", "months_between", "rolling"]
