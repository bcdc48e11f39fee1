"""Reading rows of labels: connectionist temporal classification, its cost and its decoding."""
