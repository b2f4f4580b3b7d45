"""Who may see what: the actor of a request, and the guard of each view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import abort, current_app, g, request
from flask_login import current_user

from service.models import District, RoleName
from service.operations.actor import Actor, actor_of
from service.web.database import session

P = ParamSpec("P")
R = TypeVar("R")


def current_actor() -> Actor:
    """The signed-in actor. Only behind `allow`."""
    if "actor" not in g:
        g.actor = actor_of(current_user._get_current_object(), request.remote_addr)
    actor: Actor = g.actor
    return actor


def current_district() -> District:
    """The signed-in actor's district."""
    if "district" not in g:
        g.district = session().get_one(District, current_actor().district_id)
    district: District = g.district
    return district


def allow(*roles: RoleName) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a view: signed in, and with one of these roles (any role where none is named).

    The roles stay readable as `view.allowed_roles`, so that a test can try every route with every role.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined,no-any-return]
            if roles and not current_actor().has(*roles):
                abort(403)
            return view(*args, **kwargs)

        guarded.allowed_roles = frozenset(roles) or frozenset(RoleName)  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Say that a view needs no sign-in on purpose (a test refuses views that say nothing)."""
    view.allowed_roles = None  # type: ignore[attr-defined]
    return view


def role_names() -> dict[str, Any]:
    """What templates ask about the reader."""
    signed_in = current_user.is_authenticated
    roles = current_actor().roles if signed_in else frozenset()
    return {"actor_roles": roles, "is_admin": RoleName.ADMIN in roles, "signed_in": signed_in}
