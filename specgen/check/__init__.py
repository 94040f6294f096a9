"""Case and text trees become findings; one file a rule kind."""
