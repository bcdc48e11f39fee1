"""What the site does: recognising, training, keeping model versions. The only place that knows both sides."""
