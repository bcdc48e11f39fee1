"""The exercises of the course: a module for each page, by the last part of its address."""

from collections.abc import Mapping

from recognizer.views.exercises.backpropagation import BACKPROPAGATION
from recognizer.views.exercises.exercise import Exercises
from recognizer.views.exercises.gradient_descent import GRADIENT_DESCENT
from recognizer.views.exercises.inside import INSIDE
from recognizer.views.exercises.neural_networks import NEURAL_NETWORKS
from recognizer.views.exercises.summary import SUMMARY

EXERCISES: Mapping[str, Exercises] = {
    "neural-networks": NEURAL_NETWORKS,
    "gradient-descent": GRADIENT_DESCENT,
    "backpropagation": BACKPROPAGATION,
    "inside": INSIDE,
    "summary": SUMMARY,
}
