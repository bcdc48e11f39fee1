"""What people gave, for those who review it and make data sets of it."""
