"""``python -m specgen.cli`` does what ``specgen`` does."""

from .main import run

if __name__ == "__main__":
    run()
