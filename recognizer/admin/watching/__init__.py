"""The admin's pages for drift, the shadow, and what the site may do by itself."""
