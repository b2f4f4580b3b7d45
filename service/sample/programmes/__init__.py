"""The sample's programmes: posts, a round of rotation, first secretaries, liaison officers, squads, an inspection round."""

from service.sample.programmes.posts import make_posts
from service.sample.programmes.setting_up import make_programmes
from service.sample.programmes.solving import solve_programmes

__all__ = ["make_posts", "make_programmes", "solve_programmes"]
