"""Counts what the bench's web sees of each host: how polite a tool was, as the server saw it."""

from __future__ import annotations

from dataclasses import dataclass, field

# Share of the gap that counts as kept: what the network adds to one gap is taken from the next.
_KEPT = 0.9
# A request may be on its way while the answer that says Retry-After is, or be written before that
# answer is read; a server cannot tell. Within one gap of the loads that is one request at most.
_GRACE_S = 0.05


@dataclass(slots=True)
class Host:
    """One host's requests; times are the server's clock in seconds."""

    requests: int = 0
    open: int = 0
    most: int = 0
    last: float = 0.0
    gaps: int = 0
    kept: int = 0
    smallest: float = 1e9
    wait_from: float = 0.0
    wait_until: float = 0.0
    inside: int = 0

    def begin(self, now: float, gap_s: float) -> None:
        if self.requests:
            gap = now - self.last
            self.gaps += 1
            self.kept += gap >= _KEPT * gap_s
            self.smallest = min(self.smallest, gap)
        self.requests += 1
        self.last = now
        self.open += 1
        self.most = max(self.most, self.open)
        self.inside += self.wait_from <= now < self.wait_until

    def end(self) -> None:
        self.open -= 1

    def told_to_wait(self, now: float, wait_s: float) -> None:
        """Requests count as inside a Retry-After, once it can be known, until it is over."""
        if now >= self.wait_until:
            self.wait_from = now + _GRACE_S
        self.wait_until = max(self.wait_until, now + wait_s)


@dataclass(slots=True)
class Records:
    """All hosts of one run."""

    gap_s: float
    hosts: dict[str, Host] = field(default_factory=dict)
    sent_bytes: int = 0
    connections: int = 0
    asked: set[int] = field(default_factory=set)
    """Hashes of the URLs that were asked."""
    seen: dict[str, int] = field(default_factory=dict)
    """How often each URL with a fault that heals was asked."""

    def host(self, name: str) -> Host:
        found = self.hosts.get(name)
        if found is None:
            found = self.hosts[name] = Host()
        return found

    def report(self) -> dict[str, float]:
        hosts = list(self.hosts.values())
        gaps = sum(host.gaps for host in hosts)
        return {
            "requests": sum(host.requests for host in hosts),
            "urls": len(self.asked),
            "bytes": self.sent_bytes,
            "connections": self.connections,
            "most": max((host.most for host in hosts), default=0),
            "smallest_gap_s": min((host.smallest for host in hosts if host.gaps), default=0.0),
            "kept": sum(host.kept for host in hosts) / gaps if gaps else 1.0,
            "inside": sum(host.inside for host in hosts),
        }
