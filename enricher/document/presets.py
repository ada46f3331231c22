"""Holds, for each site generator, which fields lead where, what describes them and what is filled.

Generators name few fields; the others are those of their widely used themes and plugins. Names with
a source beside them were looked up in November 2026; the others are usual, and were not found
documented. Where a theme has other names, `init` finds them, and `[fields]` and `[fill]` say them.
Where a page's own title stands beside the URL of another page, nothing describes that URL.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from enricher.config import FieldPattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """The field names of one kind of site."""

    pages: tuple[FieldPattern, ...] = ()
    images: tuple[FieldPattern, ...] = ()
    fill: dict[str, str] = field(default_factory=dict)
    """By fact (the keys of `[fill]`), the name that is filled; facts without one are not."""
    has_image_facts: bool = False
    """New images say `width`, `height` and `isCached`."""


def _article(path: str) -> FieldPattern:
    return FieldPattern(
        path=path,
        title="title | name",
        excerpt="excerpt",
        published="publishedDateTime",
        site_name="provider.name",
        domain="provider.domain",
    )


def _picture(path: str) -> FieldPattern:
    return FieldPattern(path=path, title="title | name", width="width", height="height")


def _post(path: str, published: str = "date") -> FieldPattern:
    """A URL under which the document itself stands elsewhere."""
    return FieldPattern(path=path, title="title", excerpt="description", published=published)


def _links(*paths: str) -> tuple[FieldPattern, ...]:
    """URLs that nothing describes."""
    return tuple(FieldPattern(path=path) for path in paths)


PRESETS: dict[str, Preset] = {
    "none": Preset(),
    "seeds": Preset(
        pages=(
            _article("webUrl"),
            _article("originalUrl"),
            *_links("website", "actions[].url"),
            _article("related[].webUrl"),
            _article("related[].originalUrl"),
        ),
        images=(
            _picture("images[].url"),
            _picture("provider.images[].url"),
            _picture("affiliation.images[].url"),
            _picture("related[].images[].url"),
            _picture("related[].provider.images[].url"),
        ),
        fill={
            "title": "title",
            "excerpt": "excerpt",
            "published": "publishedDateTime",
            "site_name": "provider.name",
            "image": "images[].url",
        },
        has_image_facts=True,
    ),
    # jekyllrb.com/docs/front-matter names none of them. canonical_url, image and image.path: the
    # plugin jekyll-seo-tag (changes 2.3.0: #211, #228); redirect_to: jekyll-redirect-from; link of
    # posts, header.* and its actions: the theme Minimal Mistakes (archive-single.html, issues 324
    # and 1461).
    "jekyll": Preset(
        pages=(
            _post("canonical_url"),
            *_links("link", "external_url", "source_url", "redirect_to", "redirect_to[]"),
            *_links("author.url", "links[].url", "header.actions[].url"),
        ),
        images=(
            *_links("image", "image.path", "header.image", "header.teaser", "header.og_image"),
            *_links("header.overlay_image"),
        ),
        fill={"title": "title", "excerpt": "description", "published": "date"},
    ),
    # gohugo.io/content-management/front-matter: params.* are a site's own, images those of the
    # embedded Open Graph template. canonicalURL and cover.image: PaperMod (wiki, "Variables");
    # canonicalUrl: Ananke (wiki, "Content Frontmatter"); externalUrl, "posts on third-party
    # websites": Congo and Blowfish; featured_image: Ananke; featureimage: Blowfish.
    "hugo": Preset(
        pages=(
            _post("canonicalURL"),
            _post("canonicalUrl"),
            _post("externalUrl"),
            *_links("link", "params.canonicalURL", "params.externalUrl", "resources[].src"),
        ),
        images=_links("cover.image", "images[]", "featured_image", "featureimage", "thumbnail"),
        fill={"title": "title", "excerpt": "description", "published": "date"},
    ),
    # www.11ty.dev/docs/data-frontmatter: all names but title, date, tags, permalink and layout are
    # a site's own; these are those of the starters eleventy-base-blog and eleventy-duo.
    "eleventy": Preset(
        pages=(
            _post("canonical"),
            _post("canonicalUrl"),
            *_links("link", "external_url", "externalUrl", "source", "url"),
        ),
        images=_links("image", "image.src", "cover", "ogImage", "og_image"),
        fill={"title": "title", "excerpt": "description", "published": "date"},
    ),
    # docs.astro.build/en/guides/content-collections: names are a site's own. heroImage, pubDate:
    # the template "blog"; canonicalURL, ogImage: AstroPaper (wiki, "Features", "Writing Posts").
    "astro": Preset(
        pages=(
            _post("canonicalURL", "pubDate"),
            _post("canonicalUrl", "pubDate"),
            *_links("link", "externalUrl", "url", "sourceUrl", "repo", "demo"),
        ),
        images=_links(
            "heroImage", "image", "image.url", "image.src", "ogImage", "cover", "cover.src"
        ),
        fill={"title": "title", "excerpt": "description", "published": "pubDate"},
    ),
    # www.getzola.org/documentation/content/page: a theme's own fields stand under `extra`.
    # canonical_url, remote_url, local_image: tabi (pull request 168 and its wiki); the others are
    # names that several themes of getzola.org/themes share.
    "zola": Preset(
        pages=_links(
            "extra.canonical_url",
            "extra.link_to",
            "extra.external_url",
            "extra.link",
            "extra.remote_url",
            "extra.repo_url",
        ),
        images=_links("extra.image", "extra.cover.image", "extra.thumbnail", "extra.local_image"),
        fill={"title": "title", "excerpt": "description", "published": "date"},
    ),
}
