"""Calendar feeds: read by calendar programs without a sign-in, by an address that nobody can guess."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from service.messages import NotFound
from service.operations.feeds import FeedRevoked, calendar_of, note_reading, open_feed
from service.web.access import public
from service.web.clock import now
from service.web.database import session, transaction
from service.web.downloads import TYPES
from service.words import LANGUAGES, translate

blueprint = Blueprint("feeds", __name__, url_prefix="/feeds")


@blueprint.get("/<string:secret>.ics")
@public
def read(secret: str) -> ResponseReturnValue:
    """The feed; 304 where the program has it already, 410 where the address was revoked."""
    default: str = current_app.config["DEFAULT_LANGUAGE"]
    try:
        feed, user = open_feed(session(), secret)
    except NotFound as error:
        status = 410 if isinstance(error, FeedRevoked) else 404
        return Response(translate(error.message, default), status, content_type="text/plain; charset=utf-8")
    chosen = user.language if user.language in LANGUAGES else default
    page = url_for("mine.index", _external=True)
    made = calendar_of(session(), feed.district_id, feed.cadre_id, now(), chosen or default, page)
    _note(feed.id)
    answer = Response(made.body, content_type=TYPES["ics"])
    answer.set_etag(hashlib.sha256(made.body).hexdigest())
    answer.last_modified = made.changed_at
    # Kept by the one calendar that asked, and asked for anew each time.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = 'inline; filename="duties.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer.make_conditional(request)


def _note(feed_id: int) -> None:
    """Note the reading; a database that is busy at the moment is no reason to withhold the calendar."""
    try:
        with transaction() as opened:
            note_reading(opened, feed_id, now())
    except OperationalError:
        current_app.logger.warning("a reading of feed %s could not be noted", feed_id)
