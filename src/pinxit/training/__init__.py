"""recipe -> loop -> checkpoint -> export. Knows tasks, never a method by name."""
