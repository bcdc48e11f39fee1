"""Exercises on backpropagation: of every section two or three."""

from recognizer.views.exercises.backpropagation.equations import EQUATIONS
from recognizer.views.exercises.backpropagation.forward import FORWARD
from recognizer.views.exercises.backpropagation.learning import LEARNING
from recognizer.views.exercises.exercise import Exercises

BACKPROPAGATION: Exercises = {**FORWARD, **EQUATIONS, **LEARNING}
