"""What a client sends to be recognised."""
