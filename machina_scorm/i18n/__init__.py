"""Translation: languages, catalogs, and the walk that localises a value.  Reads no course file, renders nothing."""
