"""The store of model files and data sets that several hosts share: a folder, or an object store."""
