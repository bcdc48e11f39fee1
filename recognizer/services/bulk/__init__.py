"""Reading pictures in bulk: their sources, the processes that read them, the files of results."""
