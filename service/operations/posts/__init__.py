"""Lasting posts: grid workers' posts, villages, enterprises, sites, units inspected; who holds them, what they lack."""

from service.operations.posts.change import PostValues, end_post, save_post
from service.operations.posts.find import PostFilter, find_post, list_posts
from service.operations.posts.holding import history_of_post, holders_on, in_force_on, last_day_of
from service.operations.posts.roles import RoleValues, delete_role, save_role

__all__ = [
    "PostFilter", "PostValues", "RoleValues", "delete_role", "end_post", "find_post", "history_of_post", "holders_on",
    "in_force_on", "last_day_of", "list_posts", "save_post", "save_role",
]  # fmt: skip
