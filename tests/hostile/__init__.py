"""Files that no honest program writes, made letter by letter."""
