"""Addresses of persons, from the contacts file: given only where it is plain who is meant."""

from __future__ import annotations

from collections.abc import Iterable


class Addresses:
    """Looks up addresses.

    Parameters
    ----------
    contacts
        Member, person and address of each contact.
    """

    def __init__(self, contacts: Iterable[tuple[str, str, str]]) -> None:
        self._known: dict[str, list[tuple[str, str]]] = {}
        for member, person, address in contacts:
            if address:
                self._known.setdefault(member.casefold(), []).append((person.casefold(), address))

    def find(self, member: str, person: str) -> str:
        """The person's address; empty where there is none or several persons could be meant."""
        known = self._known.get(member.casefold(), [])
        name = person.casefold()
        exact = {address for listed, address in known if listed == name}
        if len(exact) == 1:
            return exact.pop()
        first = name.split()[:1]
        alike = {
            address
            for listed, address in known
            if listed.split()[:1] == first and (len(name.split()) == 1 or len(listed.split()) == 1)
        }
        return alike.pop() if len(alike) == 1 and not exact else ""
