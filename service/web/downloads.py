"""Files made on the spot and sent as downloads; never kept by a browser's or proxy's cache."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def download(data: bytes, name: str, form: str) -> Response:
    """A file under a name that may be Chinese (RFC 6266, with a plain name for old programs)."""
    answer = Response(data, mimetype=None, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"download.{form}\"; filename*=UTF-8''{quote(f'{name}.{form}')}"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
