"""Five small sites as their makers keep them, and the web that their documents name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from enricher.demo.pictures import png
from tests.run.workplace import story
from tests.testweb.answers import image, page, redirect
from tests.testweb.server import SmallWeb

HARBOUR = "Harbour festival draws record crowd on opening weekend"
BRIDGE = "Council closes the old river bridge for repairs until autumn"
MUSEUM = "Museum finds a lost painting behind a wall of its library"
NEWS = "https://news.test"
MOVED_TO = f"{NEWS}/archive/bridge-closed"


def put_up(web: SmallWeb) -> None:
    """The pages that the documents lead to: alive, moved for good, gone."""
    lead = f"<meta property='og:image' content='{NEWS}/harbour.png'>"
    date = "<meta property='article:published_time' content='2021-05-17T08:30:00Z'>"
    site = "<meta property='og:site_name' content='The Daily News'>"
    said = "<meta property='og:description' content='What happened, in one sentence.'>"
    web.add(f"{NEWS}/2021/harbour", page(story(HARBOUR, head=lead + date + site + said)))
    web.add(f"{NEWS}/2021/bridge", redirect("/archive/bridge-closed"))
    web.add(MOVED_TO, page(story(BRIDGE, head=site + said)))
    web.add(f"{NEWS}/harbour.png", image(png(1200, 630)))
    web.add(f"{NEWS}/old.png", page("<title>Not found</title>", status=404))


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site: its files, and what the commands make of them."""

    name: str
    preset: str
    files: dict[str, str]
    settings: str = ""
    """What its owner adds to the config.toml that `init` wrote."""
    pages: tuple[str, ...]
    """Patterns that `init` finds to lead to pages."""
    images: tuple[str, ...] = ()
    told: tuple[str, ...]
    """Place, field, status and reason of each finding of `audit`."""
    run: str
    """The diff that `run` makes."""
    fix: str
    """The diff that `fix --rule moved` makes then."""

    def put(self, folder: Path) -> None:
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


JEKYLL = Site(
    name="jekyll",
    preset="jekyll",
    files={
        "_config.yml": "title: My site\nplugins: [jekyll-feed]\n",
        "_posts/2021-05-18-links.md": f"""\
---
layout: post
title: "Links of the day"   # weekly
date: 2021-05-18 09:00:00 +0200
image: {NEWS}/harbour.png
links:
  - title: {HARBOUR}
    url: {NEWS}/2021/harbour
  - title: {BRIDGE}
    url: {NEWS}/2021/bridge
  - title: "{MUSEUM}"
    url: '{NEWS}/2021/museum'
---
Read [all of it]({NEWS}/2021/bridge).
""",
        "_site/links.html": "---\ntitle: built\nlink: https://built.test/a\n---\n",
    },
    pages=("links[].url",),
    images=("image",),
    told=(
        "_posts/2021-05-18-links.md:10:10 links[1].url moved/http-301",
        "_posts/2021-05-18-links.md:12:10 links[2].url dead/http-404",
    ),
    run="""\
+++ b/_posts/2021-05-18-links.md
@@ -8,0 +9,2 @@ links:
+    description: What happened, in one sentence.
+    date: 2021-05-17T08:30:00Z
@@ -10,0 +13,3 @@ links:
+    checks:
+      url: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+    description: What happened, in one sentence.
@@ -12,0 +18,2 @@ links:
+    checks:
+      url: {status: dead, reason: http-404, since: now}
""",
    fix="""\
+++ b/_posts/2021-05-18-links.md
@@ -12,3 +12 @@ links:
-    url: https://news.test/2021/bridge
-    checks:
-      url: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+    url: https://news.test/archive/bridge-closed
""",
)
HUGO = Site(
    name="hugo",
    preset="hugo",
    files={
        "hugo.toml": 'title = "My site"\n',
        "content/posts/links.md": f"""\
+++
title = 'Links of the day'
date = 2021-05-18T09:00:00+02:00
draft = false
tags = ["links"]

[cover]
image = "{NEWS}/old.png" # gone

[[references]]
title = "{HARBOUR}"
url = "{NEWS}/2021/harbour"

[[references]]
title = "{BRIDGE}"
url = "{NEWS}/2021/bridge"
+++

Text.
""",
    },
    pages=("references[].url",),
    images=("cover.image",),
    told=(
        "content/posts/links.md:16:7 references[1].url moved/http-301",
        "content/posts/links.md:8:9 cover.image dead/http-404",
    ),
    run="""\
+++ b/content/posts/links.md
@@ -8,0 +9 @@ image = "https://news.test/old.png" # gone
+checks = {image = {status = "dead", reason = "http-404", since = now}}
@@ -12,0 +14,2 @@ url = "https://news.test/2021/harbour"
+description = "What happened, in one sentence."
+date = 2021-05-17T08:30:00Z
@@ -16,0 +20,2 @@ url = "https://news.test/2021/bridge"
+checks = {url = {status = "moved", reason = "http-301", since = now, finalUrl = "https://news.test/archive/bridge-closed"}}
+description = "What happened, in one sentence."
""",
    fix="""\
+++ b/content/posts/links.md
@@ -19,2 +19 @@ title = "Council closes the old river bridge for repairs until autumn"
-url = "https://news.test/2021/bridge"
-checks = {url = {status = "moved", reason = "http-301", since = now, finalUrl = "https://news.test/archive/bridge-closed"}}
+url = "https://news.test/archive/bridge-closed"
""",
)
ELEVENTY = Site(
    name="eleventy",
    preset="eleventy",
    files={
        "eleventy.config.js": "export default function (config) {}\n",
        "content/blog/links.md": f"""\
---
title: Links of the day
date: 2021-05-18
tags:
    - links
sources:
    - label: {MUSEUM}
      href: {NEWS}/2021/museum
    - label: {BRIDGE}
      href: {NEWS}/2021/bridge
---
{{% include "note.njk" %}}
""",
        "node_modules/pkg/readme.md": "---\nlink: https://built.test/a\n---\n",
    },
    pages=("sources[].href",),
    told=(
        "content/blog/links.md:8:13 sources[0].href dead/http-404",
        "content/blog/links.md:10:13 sources[1].href moved/http-301",
    ),
    run="""\
+++ b/content/blog/links.md
@@ -8,0 +9,2 @@ sources:
+      checks:
+        href: {status: dead, reason: http-404, since: now}
@@ -10,0 +13,3 @@ sources:
+      checks:
+        href: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+      description: What happened, in one sentence.
""",
    fix="""\
+++ b/content/blog/links.md
@@ -12,3 +12 @@ sources:
-      href: https://news.test/2021/bridge
-      checks:
-        href: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+      href: https://news.test/archive/bridge-closed
""",
)
ASTRO = Site(
    name="astro",
    preset="astro",
    files={
        "astro.config.mjs": "export default {};\n",
        "src/content/blog/links.mdx": f"""\
---
title: '{HARBOUR}'
description: "A copy of what we wrote elsewhere"
pubDate: 'May 18 2021'
heroImage: '{NEWS}/harbour.png'
canonicalURL: '{NEWS}/2021/harbour'
related: [{{title: "{BRIDGE}", url: "{NEWS}/2021/bridge"}}]
---
import Chart from '../Chart.astro';

<Chart title="{{not frontmatter}}" />
""",
    },
    pages=("canonicalURL", "related[].url"),
    images=("heroImage",),
    told=("src/content/blog/links.mdx:7:88 related[0].url moved/http-301",),
    run="""\
+++ b/src/content/blog/links.mdx
@@ -7 +7 @@ canonicalURL: 'https://news.test/2021/harbour'
-related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/2021/bridge"}]
+related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/2021/bridge", checks: {url: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}}, description: "What happened, in one sentence."}]
""",
    fix="""\
+++ b/src/content/blog/links.mdx
@@ -7 +7 @@ canonicalURL: 'https://news.test/2021/harbour'
-related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/2021/bridge", checks: {url: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}}, description: "What happened, in one sentence."}]
+related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/archive/bridge-closed", description: "What happened, in one sentence."}]
""",
)
NEWSLETTER = Site(
    name="newsletter",
    preset="none",
    files={
        "issues/12.html": f"""\
---
subject: "Issue 12: harbours &amp; bridges"
sent: 2021-05-18
items:
- headline: {HARBOUR}
  link: {NEWS}/2021/harbour
- headline: {BRIDGE}
  link: {NEWS}/2021/bridge
---
<table><tr><td>
<a href="{NEWS}/2021/bridge">The bridge</a> and
<a href='{NEWS}/2021/museum'>the museum</a>.
<img src="{NEWS}/harbour.png" alt="">
</td></tr></table>
""",
    },
    settings="[body]\nlinks = true\n",
    pages=("items[].link",),
    told=(
        "issues/12.html:8:9 items[1].link moved/http-301",
        "issues/12.html:11:10 body[0] moved/http-301",
        "issues/12.html:12:10 body[1] dead/http-404",
    ),
    run="""\
+++ b/issues/12.html
@@ -8,0 +9,2 @@ items:
+  checks:
+    link: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
""",
    fix="""\
+++ b/issues/12.html
@@ -8,3 +8 @@ items:
-  link: https://news.test/2021/bridge
-  checks:
-    link: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+  link: https://news.test/archive/bridge-closed
@@ -13 +11 @@ items:
-<a href="https://news.test/2021/bridge">The bridge</a> and
+<a href="https://news.test/archive/bridge-closed">The bridge</a> and
""",
)
SITES = (JEKYLL, HUGO, ELEVENTY, ASTRO, NEWSLETTER)
