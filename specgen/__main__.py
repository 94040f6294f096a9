"""``python -m specgen`` does what ``specgen`` does."""

from .cli.main import run

if __name__ == "__main__":
    run()
