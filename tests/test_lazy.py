"""Attributes that are computed when they are first asked for."""

from __future__ import annotations

from enricher.lazy import lazy_property


class Counted:
    count = 0

    @lazy_property
    def doubled(self) -> int:
        """Twice as many."""
        self.count += 1
        return 2 * self.count


def test_it_is_computed_once_for_each_object() -> None:
    one, other = Counted(), Counted()
    assert (one.count, one.doubled, one.doubled, one.count) == (0, 2, 2, 1)
    assert (other.count, other.doubled) == (0, 2)


def test_the_class_has_what_computes_it() -> None:
    assert Counted.doubled.__doc__ == "Twice as many."
