"""Pages about files, and the files themselves, for whoever may see them."""
