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
BAY = "Ferry across the bay stops for good after ninety years"
MUSEUM = "Museum finds a lost painting behind a wall of its library"
NEWS = "https://news.test"
MOVED_TO = f"{NEWS}/archive/bridge-closed"
ARCHIVE = "https://archive.test/web/"
"""Where LOCAL of the test says that an archive is; it keeps the museum, of which the site lost it."""
SAME_STORY = "Museum finds lost painting behind wall of its library"


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
    web.add("https://paper.test/museum", page(story(SAME_STORY, head=said)))
    for gone in (f"{NEWS}/2021/museum", f"{NEWS}/2021/bay"):
        web.add(f"{ARCHIVE}{gone}", redirect(f"/web/20210601120000/{gone}", 302))
    web.add(f"{ARCHIVE}20210601120000/{NEWS}/2021/museum", page(story(MUSEUM, head=said)))
    web.add(f"{ARCHIVE}20210601120000/{NEWS}/2021/bay", page(story(BAY, head=said)))
    web.add(f"{NEWS}/old.png", page("<title>Not found</title>", status=404))


@dataclass(frozen=True, slots=True)
class Fixed:
    """One `fix` and the diff that it makes."""

    options: str
    diff: str


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
    fixes: tuple[Fixed, ...]
    """What `fix` makes then, one after the other."""

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
  - title: The cityâ€™s harbour
    url: {NEWS}/2021/harbour-of-the-city
---
Read [all of it]({NEWS}/2021/bridge), and <{NEWS}/2021/museum>.
""",
        "_site/links.html": "---\ntitle: built\nlink: https://built.test/a\n---\n",
    },
    settings="[body]\nlinks = true\n",
    pages=("links[].url",),
    images=("image",),
    told=(
        "_posts/2021-05-18-links.md:10:10 links[1].url moved/http-301",
        "_posts/2021-05-18-links.md:12:10 links[2].url dead/http-404",
        "_posts/2021-05-18-links.md:14:10 links[3].url dead/http-404",
        "_posts/2021-05-18-links.md:16:18 body[0] moved/http-301",
        "_posts/2021-05-18-links.md:16:55 body[1] dead/http-404",
    ),
    run="""\
+++ b/_posts/2021-05-18-links.md
@@ -8,0 +9,2 @@
+    description: What happened, in one sentence.
+    date: 2021-05-17T08:30:00Z
@@ -10,0 +13,3 @@
+    checks:
+      url: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+    description: What happened, in one sentence.
@@ -12,0 +18,2 @@
+    checks:
+      url: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/museum"}
@@ -14,0 +22,2 @@
+    checks:
+      url: {status: dead, reason: http-404, since: now, confirmed: true}
""",
    fixes=(
        Fixed(
            "--rule text --rule moved",
            """\
+++ b/_posts/2021-05-18-links.md
@@ -12,3 +12 @@
-    url: https://news.test/2021/bridge
-    checks:
-      url: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+    url: https://news.test/archive/bridge-closed
@@ -20 +18 @@
-  - title: The cityâ€™s harbour
+  - title: The city’s harbour
@@ -25 +23 @@
-Read [all of it](https://news.test/2021/bridge), and <https://news.test/2021/museum>.
+Read [all of it](https://news.test/archive/bridge-closed), and <https://news.test/2021/museum>.
""",
        ),
        Fixed(
            "--rule archive",
            """\
+++ b/_posts/2021-05-18-links.md
@@ -15,3 +15 @@
-    url: 'https://news.test/2021/museum'
-    checks:
-      url: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/museum"}
+    url: 'https://archive.test/web/20210601120000/https://news.test/2021/museum'
@@ -23 +21 @@
-Read [all of it](https://news.test/archive/bridge-closed), and <https://news.test/2021/museum>.
+Read [all of it](https://news.test/archive/bridge-closed), and <https://archive.test/web/20210601120000/https://news.test/2021/museum>.
""",
        ),
    ),
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

[[references]]
title = "{MUSEUM}" # in the library
url = "{NEWS}/2021/museum"

[[references]]
title = "{BAY}"
url = "{NEWS}/2021/bay"
+++

Text.
""",
    },
    pages=("references[].url",),
    images=("cover.image",),
    told=(
        "content/posts/links.md:16:7 references[1].url moved/http-301",
        "content/posts/links.md:20:7 references[2].url dead/http-404",
        "content/posts/links.md:24:7 references[3].url dead/http-404",
        "content/posts/links.md:8:9 cover.image dead/http-404",
    ),
    run="""\
+++ b/content/posts/links.md
@@ -8,0 +9 @@
+checks = {image = {status = "dead", reason = "http-404", since = now, confirmed = true}}
@@ -12,0 +14,2 @@
+description = "What happened, in one sentence."
+date = 2021-05-17T08:30:00Z
@@ -16,0 +20,2 @@
+checks = {url = {status = "moved", reason = "http-301", since = now, finalUrl = "https://news.test/archive/bridge-closed"}}
+description = "What happened, in one sentence."
@@ -20,0 +26 @@
+checks = {url = {status = "dead", reason = "http-404", since = now, confirmed = true, archiveUrl = "https://archive.test/web/20210601120000/https://news.test/2021/museum"}}
@@ -24,0 +31 @@
+checks = {url = {status = "dead", reason = "http-404", since = now, confirmed = true, archiveUrl = "https://archive.test/web/20210601120000/https://news.test/2021/bay"}}
""",
    fixes=(
        Fixed(
            "--rule archive --archive beside --rule moved",
            """\
+++ b/content/posts/links.md
@@ -19,2 +19 @@
-url = "https://news.test/2021/bridge"
-checks = {url = {status = "moved", reason = "http-301", since = now, finalUrl = "https://news.test/archive/bridge-closed"}}
+url = "https://news.test/archive/bridge-closed"
@@ -26,0 +26 @@
+archiveUrl = "https://archive.test/web/20210601120000/https://news.test/2021/museum"
@@ -31,0 +32 @@
+archiveUrl = "https://archive.test/web/20210601120000/https://news.test/2021/bay"
""",
        ),
        Fixed(
            "--rule flag",
            """\
+++ b/content/posts/links.md
@@ -26,0 +27 @@
+removed = true
@@ -32,0 +34 @@
+removed = true
""",
        ),
        Fixed(
            "--rule prune",
            """\
+++ b/content/posts/links.md
@@ -22,13 +21,0 @@
-[[references]]
-title = "Museum finds a lost painting behind a wall of its library" # in the library
-url = "https://news.test/2021/museum"
-checks = {url = {status = "dead", reason = "http-404", since = now, confirmed = true, archiveUrl = "https://archive.test/web/20210601120000/https://news.test/2021/museum"}}
-archiveUrl = "https://archive.test/web/20210601120000/https://news.test/2021/museum"
-removed = true
-
-[[references]]
-title = "Ferry across the bay stops for good after ninety years"
-url = "https://news.test/2021/bay"
-checks = {url = {status = "dead", reason = "http-404", since = now, confirmed = true, archiveUrl = "https://archive.test/web/20210601120000/https://news.test/2021/bay"}}
-archiveUrl = "https://archive.test/web/20210601120000/https://news.test/2021/bay"
-removed = true
""",
        ),
    ),
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
    # no longer there
    - label: {BAY}
      href: {NEWS}/2021/bay
    - label: {BRIDGE}
      href: {NEWS}/2021/bridge
---
{{% include "note.njk" %}}
""",
        "content/blog/museum.md": f"""\
---
title: On museums
sources:
    - label: {SAME_STORY}
      href: https://paper.test/museum
---
""",
        "node_modules/pkg/readme.md": "---\nlink: https://built.test/a\n---\n",
    },
    pages=("sources[].href",),
    told=(
        "content/blog/links.md:8:13 sources[0].href dead/http-404",
        "content/blog/links.md:11:13 sources[1].href dead/http-404",
        "content/blog/links.md:13:13 sources[2].href moved/http-301",
    ),
    run="""\
+++ b/content/blog/links.md
@@ -8,0 +9,2 @@
+      checks:
+        href: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/museum"}
@@ -11,0 +14,2 @@
+      checks:
+        href: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/bay"}
@@ -13,0 +18,3 @@
+      checks:
+        href: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+      description: What happened, in one sentence.
+++ b/content/blog/museum.md
@@ -5,0 +6 @@
+      description: What happened, in one sentence.
""",
    fixes=(
        Fixed(
            "--rule replace --rule moved",
            """\
+++ b/content/blog/links.md
@@ -7,4 +7,2 @@
-    - label: Museum finds a lost painting behind a wall of its library
-      href: https://news.test/2021/museum
-      checks:
-        href: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/museum"}
+    - label: Museum finds lost painting behind wall of its library
+      href: https://paper.test/museum
@@ -17,3 +15 @@
-      href: https://news.test/2021/bridge
-      checks:
-        href: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+      href: https://news.test/archive/bridge-closed
""",
        ),
        Fixed(
            "--rule prune",
            """\
+++ b/content/blog/links.md
@@ -10,4 +9,0 @@
-    - label: Ferry across the bay stops for good after ninety years
-      href: https://news.test/2021/bay
-      checks:
-        href: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/bay"}
""",
        ),
    ),
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
related: [{{title: "{BRIDGE}", url: "{NEWS}/2021/bridge"}}, {{title: "{BAY}", url: "{NEWS}/2021/bay"}}]
---
import Chart from '../Chart.astro';

<Chart title="{{not frontmatter}}" />
""",
    },
    pages=("related[].url", "canonicalURL"),
    images=("heroImage",),
    told=(
        "src/content/blog/links.mdx:7:88 related[0].url moved/http-301",
        "src/content/blog/links.mdx:7:193 related[1].url dead/http-404",
    ),
    run="""\
+++ b/src/content/blog/links.mdx
@@ -7 +7 @@
-related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/2021/bridge"}, {title: "Ferry across the bay stops for good after ninety years", url: "https://news.test/2021/bay"}]
+related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/2021/bridge", checks: {url: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}}, description: "What happened, in one sentence."}, {title: "Ferry across the bay stops for good after ninety years", url: "https://news.test/2021/bay", checks: {url: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/bay"}}}]
""",
    fixes=(
        Fixed(
            "--rule moved",
            """\
+++ b/src/content/blog/links.mdx
@@ -7 +7 @@
-related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/2021/bridge", checks: {url: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}}, description: "What happened, in one sentence."}, {title: "Ferry across the bay stops for good after ninety years", url: "https://news.test/2021/bay", checks: {url: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/bay"}}}]
+related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/archive/bridge-closed", description: "What happened, in one sentence."}, {title: "Ferry across the bay stops for good after ninety years", url: "https://news.test/2021/bay", checks: {url: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/bay"}}}]
""",
        ),
        Fixed(
            "--rule flag",
            """\
+++ b/src/content/blog/links.mdx
@@ -7 +7 @@
-related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/archive/bridge-closed", description: "What happened, in one sentence."}, {title: "Ferry across the bay stops for good after ninety years", url: "https://news.test/2021/bay", checks: {url: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/bay"}}}]
+related: [{title: "Council closes the old river bridge for repairs until autumn", url: "https://news.test/archive/bridge-closed", description: "What happened, in one sentence."}, {title: "Ferry across the bay stops for good after ninety years", url: "https://news.test/2021/bay", checks: {url: {status: dead, reason: http-404, since: now, confirmed: true, archiveUrl: "https://archive.test/web/20210601120000/https://news.test/2021/bay"}}, removed: true}]
""",
        ),
    ),
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
@@ -8,0 +9,2 @@
+  checks:
+    link: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
""",
    fixes=(
        Fixed(
            "--rule moved --rule archive",
            """\
+++ b/issues/12.html
@@ -8,3 +8 @@
-  link: https://news.test/2021/bridge
-  checks:
-    link: {status: moved, reason: http-301, since: now, finalUrl: "https://news.test/archive/bridge-closed"}
+  link: https://news.test/archive/bridge-closed
@@ -13,2 +11,2 @@
-<a href="https://news.test/2021/bridge">The bridge</a> and
-<a href='https://news.test/2021/museum'>the museum</a>.
+<a href="https://news.test/archive/bridge-closed">The bridge</a> and
+<a href='https://archive.test/web/20210601120000/https://news.test/2021/museum'>the museum</a>.
""",
        ),
    ),
)
SITES = (JEKYLL, HUGO, ELEVENTY, ASTRO, NEWSLETTER)
