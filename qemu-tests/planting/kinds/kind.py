"""What all kinds share."""

KINDS = {}


def kind(function):
    KINDS[function.__name__.replace("_", "-")] = function
    return function


def choose(random, items):
    return random.choice(items) if items else None
