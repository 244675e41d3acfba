"""Calls and texts at random, one of each or several: a specialist has one call, or up to so many texts, never both.

HELPLINE_MODEL_STEPS is how many steps to take (2,000), HELPLINE_MODEL_SEED (1) where they begin; a failure tells its
seed and all that happened.
"""

import os
from random import Random

import pytest

from tests.store.board import Board
from tests.store.walk_talk import Talking

STEPS = int(os.environ.get("HELPLINE_MODEL_STEPS", "2000"))
SEED = int(os.environ.get("HELPLINE_MODEL_SEED", "1"))
STEPS_A_RUN = 100
MET = [
    "accept talk",
    "accept bridge",
    "end_talk ended",
    "pass_talk passed",
    "pass_on passed",
    "leave ended",
]


@pytest.mark.timeout(100 + STEPS // 30)
def test_one_call_or_some_texts_whatever_happens(redis_url: str) -> None:
    board = Board(redis_url)
    for seed in range(SEED, SEED + STEPS // STEPS_A_RUN):
        here, happened = Talking(board, Random(seed)), []
        try:
            for _ in range(STEPS_A_RUN):
                happened.append(here.step())
                here.all_is_well()
            here.everybody_ends_once()
        except Exception as error:
            error.add_note(f"What happened, of seed {seed}: {' '.join(happened)}")
            raise
    assert not [said for said in MET if board.said[said] < STEPS // 200]
