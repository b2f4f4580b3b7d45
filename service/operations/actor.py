"""Who acts: an account with its roles and scope, or the program itself."""

from __future__ import annotations

from dataclasses import dataclass

from service.messages import Message, NotAllowed
from service.models import RoleName, User


@dataclass(frozen=True, slots=True)
class Actor:
    """The one on whose behalf an operation runs. Scope ids are null where the role needs none."""

    name: str
    district_id: int
    roles: frozenset[RoleName]
    user_id: int | None = None
    unit_id: int | None = None
    community_id: int | None = None
    cadre_id: int | None = None
    address: str | None = None

    def has(self, *roles: RoleName) -> bool:
        """Whether the actor has one of the roles."""
        return not self.roles.isdisjoint(roles)

    def require(self, *roles: RoleName) -> None:
        """Refuse unless the actor has one of the roles."""
        if not self.has(*roles):
            raise NotAllowed(Message("您没有进行此操作的权限"))


def actor_of(user: User, address: str | None = None) -> Actor:
    """The actor that an account stands for."""
    return Actor(
        name=user.username,
        district_id=user.district_id,
        roles=frozenset(RoleName(role.name) for role in user.roles),
        user_id=user.id,
        unit_id=user.unit_id,
        community_id=user.community_id,
        cadre_id=user.cadre_id,
        address=address,
    )


def system_actor(district_id: int, name: str = "system") -> Actor:
    """The program itself (the night, the command line): everything within one district."""
    return Actor(name=name, district_id=district_id, roles=frozenset({RoleName.ADMIN}))
