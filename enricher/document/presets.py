"""Holds, for each site generator, which fields lead where, what describes them and what is filled.

Generators name few fields; the others are those of their widely used themes and plugins, each with
its source beside it, looked up in November 2026. `link` of posts about another page and `image` are
usual everywhere; where no source stands for them, none was found. Where a theme has other names,
`init` finds them, reports name them, and `[fields]` and `[fill]` say them. Where a page's own title
stands beside the URL of another page, nothing describes that URL.
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
    # jekyllrb.com/docs/front-matter names none of them. canonical_url, author.url, image and
    # image.path: the plugin jekyll-seo-tag (changes 2.3.0: #211, #228); redirect_to:
    # jekyll-redirect-from; link of posts, header.* and its actions: the theme Minimal Mistakes
    # (archive-single.html, issues 324 and 1461).
    "jekyll": Preset(
        pages=(
            _post("canonical_url"),
            *_links("link", "redirect_to", "redirect_to[]", "author.url", "header.actions[].url"),
        ),
        images=(
            *_links("image", "image.path", "header.image", "header.teaser", "header.og_image"),
            *_links("header.overlay_image"),
        ),
        fill={"title": "title", "excerpt": "description", "published": "date"},
    ),
    # gohugo.io/content-management/front-matter: a site's own fields may stand under params; images
    # are those of the embedded Open Graph template. canonicalURL and cover.image: PaperMod (wiki,
    # "Variables"); canonicalUrl, featured_image: Ananke (wiki, "Content Frontmatter"); externalUrl,
    # "posts on third-party websites": Congo and Blowfish; featureimage: Blowfish; thumbnail:
    # Anatole (wiki, "Content Settings").
    "hugo": Preset(
        pages=(
            _post("canonicalURL"),
            _post("canonicalUrl"),
            _post("externalUrl"),
            *_links("link", "params.canonicalURL", "params.externalUrl"),
        ),
        images=_links("cover.image", "images[]", "featured_image", "featureimage", "thumbnail"),
        fill={"title": "title", "excerpt": "description", "published": "date"},
    ),
    # www.11ty.dev/docs/data-frontmatter: all names but title, date, tags, permalink and layout are
    # a site's own. canonical, "a guest post on another site": the starter Nostalgia (README);
    # socialImage: eleventy-duo (layouts/base.njk).
    "eleventy": Preset(
        pages=(_post("canonical"), *_links("link")),
        images=_links("image", "socialImage"),
        fill={"title": "title", "excerpt": "description", "published": "date"},
    ),
    # docs.astro.build/en/guides/content-collections: names are a site's own; cover is its example,
    # image.url that of the tutorial. heroImage, pubDate: the template "blog"; canonicalURL,
    # ogImage: AstroPaper (wiki, "Features", "Writing Posts"); demoURL, repoURL: astro-nano and
    # astro-micro; demoUrl, repoUrl: astro-sphere (content/projects).
    "astro": Preset(
        pages=(
            _post("canonicalURL", "pubDate"),
            *_links("link", "demoURL", "repoURL", "demoUrl", "repoUrl"),
        ),
        images=_links("heroImage", "image", "image.url", "ogImage", "cover"),
        fill={"title": "title", "excerpt": "description", "published": "pubDate"},
    ),
    # www.getzola.org/documentation/content/page: a theme's own fields stand under `extra`.
    # canonical_url, remote_url: tabi (pull request 168 and its wiki); link_to: apollo
    # (content/projects); local_image: both.
    "zola": Preset(
        pages=_links("extra.canonical_url", "extra.link_to", "extra.remote_url"),
        images=_links("extra.local_image"),
        fill={"title": "title", "excerpt": "description", "published": "date"},
    ),
}
