"""Measuring networks and looking inside: metrics, calibration, traces, gradients by finite differences."""
