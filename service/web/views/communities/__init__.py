"""Communities, subdistricts and grid workers."""

from service.web.views.communities import grid_workers, index, subdistricts
from service.web.views.communities.area import blueprint

__all__ = ["blueprint", "grid_workers", "index", "subdistricts"]
