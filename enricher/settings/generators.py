"""Guesses which generator a site is made with, by the files and folders at its root."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """What gives a site generator away."""

    name: str
    """As `[fields] preset` names it."""
    any_of: tuple[str, ...] = ()
    """One of these is enough."""
    all_of: tuple[str, ...] = ()
    content: tuple[str, ...]
    """Folders with documents, the usual one first."""


# From the generators' documentation: gohugo.io/configuration, jekyllrb.com/docs/structure,
# 11ty.dev/docs/config, docs.astro.build/en/guides/configuring-astro, getzola.org/documentation.
GENERATORS: tuple[Generator, ...] = (
    Generator(
        name="hugo",
        any_of=("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "archetypes"),
        content=("content",),
    ),
    Generator(name="jekyll", any_of=("_config.yml", "_config.yaml"), content=("_posts",)),
    Generator(
        name="eleventy",
        any_of=(
            ".eleventy.js",
            "eleventy.config.js",
            "eleventy.config.cjs",
            "eleventy.config.mjs",
            "eleventy.config.ts",
        ),
        content=("content", "src", "posts"),
    ),
    Generator(
        name="astro",
        any_of=tuple(f"astro.config.{end}" for end in ("mjs", "js", "ts", "cjs", "mts")),
        content=("src/content", "src/pages"),
    ),
    Generator(
        name="zola",
        any_of=("zola.toml",),
        all_of=("config.toml", "content", "templates"),
        content=("content",),
    ),
)


def guess(names: Collection[str]) -> tuple[Generator, str] | None:
    """The generator, and the name that gives it away; None where nothing does.

    `names` are those of the files and folders at the root of the site.
    """
    for each in GENERATORS:
        sign = next((name for name in each.any_of if name in names), "")
        if not sign and each.all_of and all(name in names for name in each.all_of):
            sign = each.all_of[0]
        if sign:
            return each, sign
    return None
