"""What one worker tells the next one of a site, so that the site's pace goes on unbroken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from enricher.policy.breaker import Health

# Hosts of a site whose state travels: a site with more of them is rare, and 500 are about 50 KB.
MOST_HOSTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """One host of a site."""

    name: str
    pause_s: float = 0.0
    """Seconds for which it wants to be left alone."""
    health: Health = field(default_factory=Health)

    @property
    def is_blank(self) -> bool:
        """True if there is nothing to tell."""
        return self.pause_s <= 0 and self.health == Health()

    @property
    def is_forgettable(self) -> bool:
        """True if only its good answers would be forgotten."""
        return self.pause_s <= 0 and self.health.is_well

    def later(self, seconds: float) -> HostState:
        return replace(self, pause_s=max(0.0, self.pause_s - seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """A site between two workers. Times are spans: no clocks of two machines are compared."""

    wait_s: float = 0.0
    """Seconds until the next request may be written."""
    least_gap_s: float = 0.0
    """What its robots.txt asks for."""
    hosts: tuple[HostState, ...] = ()
    """Those of which there is something to tell, MOST_HOSTS at most."""

    @property
    def is_blank(self) -> bool:
        """True if a worker that knows nothing of the site would do the same."""
        return self.wait_s <= 0 and not self.least_gap_s and not self.hosts

    @property
    def is_forgettable(self) -> bool:
        """True if forgetting it breaks no promise: robots.txt is read again, nothing pauses."""
        return self.wait_s <= 0 and all(host.is_forgettable for host in self.hosts)

    def later(self, seconds: float) -> SiteState:
        """Returns what is left of it after some seconds."""
        hosts = (host.later(seconds) for host in self.hosts)
        return replace(
            self,
            wait_s=max(0.0, self.wait_s - seconds),
            hosts=tuple(host for host in hosts if not host.is_blank),
        )
