"""Tells whether a repeated part of a regular expression can match the same text in two ways.

Where it can, each round doubles the ways that a failing search tries: `(a|ab?b)*`, `(a?a)*`. Two
ways are told apart by the signs with which they begin (one-unambiguity: Brüggemann-Klein, "Regular
expressions into finite automata", 1993), alternatives by their first signs that differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, zip_longest
from re import _constants as step  # type: ignore[attr-defined]  # what `re` itself compiles from
from typing import Any

Signs = frozenset[int]

# ASCII, and one number for all beyond it.
_BEYOND = 128
_ALL: Signs = frozenset(range(_BEYOND + 1))
_CATEGORIES: dict[Any, Signs] = {
    step.CATEGORY_DIGIT: frozenset(i for i in _ALL if i == _BEYOND or chr(i).isdigit()),
    step.CATEGORY_SPACE: frozenset(i for i in _ALL if i == _BEYOND or chr(i).isspace()),
    step.CATEGORY_WORD: frozenset(
        i for i in _ALL if i == _BEYOND or chr(i).isalnum() or chr(i) == "_"
    ),
}
_OPPOSITES = {
    step.CATEGORY_NOT_DIGIT: step.CATEGORY_DIGIT,
    step.CATEGORY_NOT_SPACE: step.CATEGORY_SPACE,
    step.CATEGORY_NOT_WORD: step.CATEGORY_WORD,
}
_CHOOSING = frozenset({step.MAX_REPEAT, step.MIN_REPEAT})
_REPEATS = _CHOOSING | {step.POSSESSIVE_REPEAT}
_WITHOUT_WIDTH = frozenset({step.AT, step.ASSERT, step.ASSERT_NOT})


def is_ambiguous(body: Sequence[Any]) -> bool:
    """True if rounds of `body`, parsed by `re`, may match one text in two ways."""
    return _has_choice(body, _first(body, frozenset()))


def _has_choice(steps: Sequence[Any], follow: Signs) -> bool:
    for number, (operation, argument) in enumerate(steps):
        behind = _first(steps[number + 1 :], follow)
        if operation in _CHOOSING and _is_unsure_repeat(argument, behind):
            return True
        if operation is step.BRANCH and _is_unsure_branch(argument[1], behind):
            return True
        if operation is step.SUBPATTERN and _has_choice(argument[-1], behind):
            return True
    return False


def _is_unsure_repeat(argument: Any, behind: Signs) -> bool:
    least, most, body = argument
    first = _first(body, frozenset())
    if least != most and first & behind:
        return True
    return _has_choice(body, behind if most == 1 else behind | first)


def _is_unsure_branch(alternatives: Sequence[Any], behind: Signs) -> bool:
    pairs = combinations(alternatives, 2)
    return any(_begin_alike(*pair, behind) for pair in pairs) or any(
        _has_choice(each, behind) for each in alternatives
    )


def _begin_alike(one: Sequence[Any], other: Sequence[Any], behind: Signs) -> bool:
    """False if some sign, counted from the beginning, tells the two apart."""
    for first, second in zip_longest(_signs(one), _signs(other)):
        mine, theirs = (behind if each is None else each for each in (first, second))
        if not mine & theirs:
            return False
        if first is None or second is None:
            return True
    return True


def _signs(steps: Iterable[Any]) -> Iterator[Signs]:
    """The signs that may stand at each place, as far as each step is one sign."""
    for operation, argument in steps:
        if operation is step.SUBPATTERN:
            inner = list(_signs(argument[-1]))
            yield from inner
            if len(inner) != len(argument[-1]):
                return
        elif operation in _REPEATS or operation is step.BRANCH:
            yield _first([(operation, argument)], _ALL)
            return
        elif operation not in _WITHOUT_WIDTH:
            yield _of_one(operation, argument)


def _first(steps: Iterable[Any], follow: Signs) -> Signs:
    """The signs with which a text may begin that steps match, and what follows them."""
    found: Signs = frozenset()
    for operation, argument in steps:
        if operation in _WITHOUT_WIDTH:
            continue
        own, may_be_empty = _begins(operation, argument)
        found |= own
        if not may_be_empty:
            return found
    return found | follow


_NOTHING: Signs = frozenset({-1})
"""Stands for an empty match, where one is possible."""


def _begins(operation: Any, argument: Any) -> tuple[Signs, bool]:
    """The signs with which a step may begin, and whether it may match nothing."""
    if operation in _REPEATS:
        own = _first(argument[2], _NOTHING)
        return own - _NOTHING, argument[0] == 0 or bool(own & _NOTHING)
    if operation is step.BRANCH:
        own = frozenset().union(*(_first(each, _NOTHING) for each in argument[1]))
        return own - _NOTHING, bool(own & _NOTHING)
    if operation is step.SUBPATTERN or operation is step.ATOMIC_GROUP:
        own = _first(argument[-1] if operation is step.SUBPATTERN else argument, _NOTHING)
        return own - _NOTHING, bool(own & _NOTHING)
    return _of_one(operation, argument), False


def _of_one(operation: Any, argument: Any) -> Signs:
    """The signs that a step of one sign matches; all for what is not known."""
    match operation:
        case step.LITERAL:
            return _of_sign(argument)
        case step.NOT_LITERAL:
            return _ALL - (_of_sign(argument) - {_BEYOND})
        case step.IN:
            return _of_set(argument)
        case step.RANGE:
            low, high = argument
            return frozenset().union(*(_of_sign(each) for each in range(low, min(high, 128) + 1)))
        case step.CATEGORY:
            return _CATEGORIES.get(argument) or _without(_CATEGORIES[_OPPOSITES[argument]])
        case _:
            return _ALL


def _of_set(members: Sequence[Any]) -> Signs:
    is_negated = members[0][0] is step.NEGATE
    signs: Signs = frozenset().union(*(_of_one(*each) for each in members[is_negated:]))
    return _without(signs) if is_negated else signs


def _without(signs: Signs) -> Signs:
    """All others; of those beyond ASCII, some are always among them."""
    return (_ALL - signs) | {_BEYOND}


def _of_sign(code: int) -> Signs:
    """A sign in both cases, for the whole expression may ignore case."""
    if code >= _BEYOND:
        return frozenset({_BEYOND})
    return frozenset(map(ord, (chr(code).lower(), chr(code).upper())))
