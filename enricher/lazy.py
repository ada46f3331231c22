"""Gives attributes that are computed when they are first asked for, and once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Computed = TypeVar("Computed")


class lazy_property(Generic[Computed]):  # noqa: N801 - a decorator, as `property` is
    """As `functools.cached_property`, without the lock that Python has there before 3.12.

    A page has some fifty of these; the lock is more than half of what each costs.
    """

    def __init__(self, compute: Callable[[Any], Computed]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Computed: ...
    def __get__(self, instance: object | None, owner: type) -> Self | Computed:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._compute(instance)
        return value
