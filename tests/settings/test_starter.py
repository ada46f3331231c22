"""The config.toml that `init` writes can be used, and a generator is known by its files."""

from __future__ import annotations

import pytest

from enricher.config import FieldPattern
from enricher.document import frontmatter, url_fields
from enricher.settings import reader
from enricher.settings.generators import guess
from enricher.settings.starter import Survey, config_toml


def survey(data: str, **more: str) -> Survey:
    front = frontmatter.read(f"---\n{data}\n---\n", "a.md")
    assert front is not None
    fields = url_fields.collect([front])
    return Survey(paths=("content",), documents=1, fields=fields, **more)


def test_every_field_is_checked_and_described_by_what_stands_beside_it() -> None:
    made = config_toml(
        survey(
            'link: "https://a.test/1"\n'
            'refs:\n  - {href: "https://a.test/2", label: "Two", date: 2020-01-01}\n'
            'cover: "https://a.test/3.png"'
        )
    )
    config = reader.parse(made)
    described = FieldPattern(path="refs[].href", title="label", published="date")
    assert config.fields.preset == "none"
    assert config.fields.pages == ("link", described)
    assert config.fields.images == ("cover",)
    assert config.seeds == ("content",)
    assert "# 1 in 1 document, such as https://a.test/2" in made


def test_what_the_preset_describes_is_a_plain_pattern() -> None:
    item = '{webUrl: "https://a.test/1", title: "One"}'
    config = reader.parse(config_toml(survey(f"related:\n  - {item}")))
    assert (config.fields.preset, config.fields.pages) == ("seeds", ("related[].webUrl",))


def test_the_generator_is_the_preset() -> None:
    made = config_toml(survey('link: "https://a.test/1"', generator="hugo", sign="hugo.toml"))
    assert reader.parse(made).fields.preset == "hugo"
    assert "# guessed by hugo.toml" in made


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("title: none", id="no URL at all"),
        pytest.param('"a\\"b": "https://a.test/1"', id="a quote in a key"),
        pytest.param('a: "https://a.test/\\e[31m"', id="a control character in an example"),
        pytest.param(f'a: "https://a.test/{"x" * 500}"', id="a long example"),
        pytest.param('"ключ": "https://a.test/1"', id="another script"),
    ],
)
def test_it_can_always_be_read(data: str) -> None:
    made = config_toml(survey(data))
    reader.parse(made)
    assert made.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"hugo.toml", "content"}, ("hugo", "hugo.toml")),
        ({"config.toml", "archetypes", "content"}, ("hugo", "archetypes")),
        ({"_config.yml", "_posts"}, ("jekyll", "_config.yml")),
        ({".eleventy.js", "src"}, ("eleventy", ".eleventy.js")),
        ({"eleventy.config.mjs"}, ("eleventy", "eleventy.config.mjs")),
        ({"astro.config.mjs", "src"}, ("astro", "astro.config.mjs")),
        ({"config.toml", "content", "templates"}, ("zola", "config.toml")),
        ({"config.toml", "seeds"}, None),
        (set(), None),
    ],
)
def test_generators(names: set[str], expected: tuple[str, str] | None) -> None:
    found = guess(names)
    assert (found and (found[0].name, found[1])) == expected
