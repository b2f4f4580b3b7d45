"""Security headers: a strict content policy without inline script or style and no outside address."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_talisman import Talisman

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def init_headers(app: Flask, https: bool) -> None:
    """Send the headers with every answer; HSTS and secure cookies only where TLS is used."""
    Talisman(
        app,
        content_security_policy=POLICY,
        force_https=False,
        strict_transport_security=https,
        session_cookie_secure=https,
        session_cookie_http_only=True,
        session_cookie_samesite="Lax",
        referrer_policy="same-origin",
        permissions_policy={"geolocation": "()", "camera": "()", "microphone": "()"},
    )

    @app.after_request
    def keep_private(response: Any) -> Any:
        # Pages hold personal data: no shared machine's cache may show them after sign-out.
        if "Cache-Control" not in response.headers and not response.direct_passthrough:
            response.headers["Cache-Control"] = "no-store"
        return response
