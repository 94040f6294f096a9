"""What may be written in the two content folders: find, load, overlay."""
