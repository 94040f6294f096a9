"""One function a verb; with workspace.py the only code that touches a workspace folder."""
