"""Keeps idle connections for the next request to the same origin; all look-ups are O(1)."""

from __future__ import annotations

from collections import OrderedDict

from enricher.web.connection import Connection

# With up to four for each site this serves 25 sites at once; more are kept only while in use.
IDLE_CONNECTIONS = 100
# Servers close idle connections after 5 (Apache) to 75 s (nginx); earlier ends are noticed.
KEEPALIVE_S = 60.0

Origin = tuple[str, str, int]
"""Scheme, host, port."""


class ConnectionPool:
    """The open connections of a run."""

    def __init__(self) -> None:
        self._idle: dict[Origin, list[Connection]] = {}
        self._by_age: OrderedDict[Connection, None] = OrderedDict()
        """The idle ones, the longest idle first."""
        self._by_site: dict[str, set[Connection]] = {}

    def add(self, connection: Connection) -> None:
        """Take charge of a new connection, in use."""
        self._by_site.setdefault(connection.site, set()).add(connection)

    def take(self, origin: Origin, now: float) -> Connection | None:
        """The origin's connection that was used last; None where a new one must be made."""
        stack = self._idle.get(origin)
        while stack:
            connection = stack[-1]
            self._forget_idle(connection)
            is_fresh = now - connection.idle_since < KEEPALIVE_S
            if is_fresh and connection.is_reusable and not connection.has_unread():
                return connection
            self.drop(connection)
        return None

    def give_back(self, connection: Connection, now: float) -> None:
        """Keep a connection that may serve again, close any other."""
        if not connection.is_reusable:
            self.drop(connection)
            return
        connection.idle_since = now
        self._idle.setdefault(connection.origin, []).append(connection)
        self._by_age[connection] = None
        while self._by_age:
            oldest = next(iter(self._by_age))
            if (
                len(self._by_age) <= IDLE_CONNECTIONS
                and oldest.is_reusable
                and now - oldest.idle_since < KEEPALIVE_S
            ):
                return
            self._forget_idle(oldest)
            self.drop(oldest)

    def drop(self, connection: Connection) -> None:
        """Close a connection and forget it."""
        connection.close()
        of_site = self._by_site.get(connection.site)
        if of_site is not None:
            of_site.discard(connection)
            if not of_site:
                del self._by_site[connection.site]

    def retire(self, site: str) -> None:
        """The site's next requests go over new connections."""
        for connection in list(self._by_site.get(site, ())):
            connection.is_spent = True
            if connection in self._by_age:
                self._forget_idle(connection)
                self.drop(connection)

    def close_site(self, site: str) -> None:
        """Close the site's idle connections."""
        for connection in list(self._by_site.get(site, ())):
            if connection in self._by_age:
                self._forget_idle(connection)
                self.drop(connection)

    def close(self) -> None:
        """Close all connections."""
        for connections in list(self._by_site.values()):
            for connection in list(connections):
                self.drop(connection)
        self._idle.clear()
        self._by_age.clear()

    def _forget_idle(self, connection: Connection) -> None:
        del self._by_age[connection]
        stack = self._idle[connection.origin]
        stack.remove(connection)
        if not stack:
            del self._idle[connection.origin]
