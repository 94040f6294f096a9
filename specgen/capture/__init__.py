"""YAML, terminal (later Excel and registers) become the same written answers."""
