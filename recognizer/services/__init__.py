"""Services of the site: recognition, training, versions. Only they use both database and network."""
