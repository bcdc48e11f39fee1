"""What can go wrong when pictures are read in bulk: said at a terminal, in English."""


class BulkError(Exception):
    """Base of all errors of a bulk run; its message may be shown."""


class NoPictures(BulkError):
    """A path leads to no picture; the message says which."""


class UnreadableFile(BulkError):
    """A file of a bulk run cannot be opened, unpacked or taken whole; the message says why."""


class ReadingStopped(BulkError):
    """Reading pictures in bulk ended before the last one; the chunks that were read are kept."""


class StoreSilent(ReadingStopped):
    """An object store cannot be asked, which is no fault of any picture in it."""


class UnusableResults(BulkError):
    """A file of results cannot be written, or what lies beside it is of another run."""


class LedgerGone(BulkError):
    """The ledger was merged into the file of results, and removed, by another process."""
