"""From a draft to a version that everybody reads."""

from service.operations.differences import (
    ChangeKind,
    Difference,
    DutyChange,
    Place,
    PlacedDuty,
    compare,
    difference_between,
)
from service.operations.publication.changes import NamedChange, name_changes
from service.operations.publication.preview import PublicationPreview, preview_publication
from service.operations.publication.publish import publish
from service.operations.publication.versions import duties_of_cadre, publication_in_force, publications_of

__all__ = [
    "ChangeKind",
    "Difference",
    "DutyChange",
    "NamedChange",
    "Place",
    "PlacedDuty",
    "PublicationPreview",
    "compare",
    "difference_between",
    "duties_of_cadre",
    "name_changes",
    "preview_publication",
    "publication_in_force",
    "publications_of",
    "publish",
]
