"""Text out of files, in a child process that may do little: `python -m evidence.extract FILE READER` prints JSON."""
