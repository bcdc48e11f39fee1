"""What people give, and what they ask of what they gave: `/api/v1/feedback`."""
