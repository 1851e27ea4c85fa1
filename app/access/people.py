"""From what a provider of OpenID Connect says of a person to who they are here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.access.settings import Access
from app.access.viewer import NOBODY, Viewer
from corpus.errors import InputError
from corpus.store.visibility import group_name


def person(claims: Mapping[str, Any], access: Access) -> Viewer:
    """The person with these claims; `NOBODY` where they are not let in.

    An address that the provider has not verified could be anyone's, and names nobody.
    """
    name = claims.get(access.name)
    if not isinstance(name, str) or not name or (access.name == "email" and claims.get("email_verified") is False):
        return NOBODY
    listed = access.people.get(name)
    role = listed.role if listed else access.others
    if role is None:
        return NOBODY
    return Viewer(name, role, frozenset([*(listed.groups if listed else ()), *_claimed(claims, access.groups)]))


def _claimed(claims: Mapping[str, Any], claim: str | None) -> list[str]:
    """The groups that the provider names; what cannot be a group's name is none."""
    found = claims.get(claim) if claim else None
    groups = []
    for one in found if isinstance(found, list) else [found]:
        try:
            groups.append(group_name(one) if isinstance(one, str) else "")
        except InputError:
            continue
    return [group for group in groups if group]
