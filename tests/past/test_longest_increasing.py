from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.past.differ import longest_increasing


@pytest.mark.parametrize(
    ("numbers", "length"),
    [([], 0), ([0], 1), ([0, 1, 2], 3), ([2, 1, 0], 1), ([1, 2, 0], 2), ([3, 0, 1, 4, 2], 3)],
)
def test_length(numbers, length):
    assert len(longest_increasing(numbers)) == length


@given(st.permutations(range(6)))
def test_no_longer_one_exists(numbers):
    found = longest_increasing(numbers)
    assert found == sorted(found)
    assert [each for each in numbers if each in found] == found
    longer = combinations(numbers, len(found) + 1)
    assert not any(list(each) == sorted(each) for each in longer)
