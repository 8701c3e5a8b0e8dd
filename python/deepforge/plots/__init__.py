"""Records what an operation draws with matplotlib, without extra calls."""
