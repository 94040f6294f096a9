"""The only room that knows Word: build, lint, compile, render, read, annotate, package."""
