"""The command line: Typer over the jobs, everything printed in Japanese."""
