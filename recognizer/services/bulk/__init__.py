"""Many pictures at once: where they come from, the processes that read them, the files of results."""
