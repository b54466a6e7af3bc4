"""Small finite groups and fields as tables, for the constructions."""

from dataclasses import dataclass
from functools import cache
from itertools import product

Table = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Field:
    """A finite field: `add[a][b]` and `mul[a][b]`; 0 is zero and 1 is one."""

    add: Table
    mul: Table


def prime_power(number: int) -> tuple[int, int] | None:
    """Return (p, n) where number is p to the n, else None."""
    for p in range(2, number + 1):
        if number % p == 0:
            n = 0
            while number % p == 0:
                number //= p
                n += 1
            return (p, n) if number == 1 else None
    return None


def prime_power_parts(number: int) -> list[int]:
    """Split a number into its prime powers: 20 into 4 and 5."""
    parts = []
    for p in range(2, number + 1):
        part = 1
        while number % p == 0:
            number //= p
            part *= p
        if part > 1:
            parts.append(part)
    return parts


@cache
def field(order: int) -> Field:
    """Make the field of a prime power: polynomials over the prime field, modulo one that has no factor."""
    found = prime_power(order)
    if found is None:
        raise ValueError(order)
    p, n = found
    elements = [tuple(reversed(digits)) for digits in product(range(p), repeat=n)]
    number = {element: place for place, element in enumerate(elements)}
    add = tuple(
        tuple(number[tuple((x + y) % p for x, y in zip(a, b, strict=True))] for b in elements) for a in elements
    )
    for tail in product(range(p), repeat=n):
        mul = tuple(tuple(number[_times(a, b, tail, p)] for b in elements) for a in elements)
        if all(0 not in row[1:] for row in mul[1:]):
            return Field(add, mul)
    raise AssertionError(order)


def _times(a: tuple[int, ...], b: tuple[int, ...], tail: tuple[int, ...], p: int) -> tuple[int, ...]:
    """Multiply polynomials modulo x^n - tail."""
    n = len(a)
    full = [0] * (2 * n - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            full[i + j] += x * y
    for power in range(2 * n - 2, n - 1, -1):
        for j in range(n):
            full[power - n + j] += full[power] * tail[j]
        full[power] = 0
    return tuple(x % p for x in full[:n])


@cache
def group(orders: tuple[int, ...]) -> Table:
    """Addition in a product of cyclic groups; elements count with the last part fastest."""
    elements = list(product(*(range(order) for order in orders)))
    number = {element: place for place, element in enumerate(elements)}
    return tuple(
        tuple(number[tuple((x + y) % m for x, y, m in zip(a, b, orders, strict=True))] for b in elements)
        for a in elements
    )


@cache
def product_of_fields(order: int) -> tuple[Table, Table, tuple[int, ...]]:
    """Return addition and multiplication of the product of the fields of the prime powers in `order`, and these."""
    parts = prime_power_parts(order)
    fields = [field(part) for part in parts]
    elements = list(product(*(range(part) for part in parts)))
    number = {element: place for place, element in enumerate(elements)}
    add = tuple(
        tuple(number[tuple(f.add[x][y] for f, x, y in zip(fields, a, b, strict=True))] for b in elements)
        for a in elements
    )
    mul = tuple(
        tuple(number[tuple(f.mul[x][y] for f, x, y in zip(fields, a, b, strict=True))] for b in elements)
        for a in elements
    )
    return add, mul, tuple(parts)
