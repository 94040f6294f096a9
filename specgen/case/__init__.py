"""Answers and content and as_of become a Case."""
