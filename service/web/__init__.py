"""The web application: HTTP in and out. Views translate, operations decide, tables store."""

from service.web.application import create_app

__all__ = ["create_app"]
