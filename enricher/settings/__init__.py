"""Floor 4, faces. From config.toml to `config.Config`: every mistake at once, each with its line, key and cure."""
