"""The child's side of safe copies: what a stranger sent is opened here and nowhere else, and written anew without its secrets."""
