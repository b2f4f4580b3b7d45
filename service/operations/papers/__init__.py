"""Official papers of programmes and placements: notices with lists, letters to each side, appointments of squads."""

from service.operations.papers.details import PaperDetails, details_of, save_details
from service.operations.papers.make import (
    FORMS,
    KINDS,
    archive_of,
    file_of,
    letters_for,
    placement_paper,
    placements_of_programme,
    programme_papers,
)

__all__ = [
    "FORMS",
    "KINDS",
    "PaperDetails",
    "archive_of",
    "details_of",
    "file_of",
    "letters_for",
    "placement_paper",
    "placements_of_programme",
    "programme_papers",
    "save_details",
]
