"""What digitweb is made of: known faults of it (`make audit`), and a list of all of it (`make sbom`)."""
