"""What people give: readings with what they say of them, kept with their consent."""
