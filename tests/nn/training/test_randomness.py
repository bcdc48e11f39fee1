"""Random numbers that do not depend on what went before."""

from itertools import combinations

from recognizer.nn.training.randomness import AUGMENT, DROPOUT, ORDER, random_source


def test_a_place_has_the_same_numbers_whenever_it_is_asked() -> None:
    first, again = (random_source(3, ORDER, epoch=2, batch=5, part=1).random(4).tolist() for _ in range(2))
    assert first == again


def test_no_two_places_share_their_numbers() -> None:
    places = [
        random_source(3, ORDER, epoch=2),
        random_source(4, ORDER, epoch=2),
        random_source(3, AUGMENT, epoch=2),
        random_source(3, DROPOUT, epoch=2),
        random_source(3, ORDER, epoch=3),
        random_source(3, ORDER, epoch=2, batch=1),
        random_source(3, ORDER, epoch=2, part=1),
    ]
    drawn = [place.random(4).tolist() for place in places]
    assert all(one != other for one, other in combinations(drawn, 2))
