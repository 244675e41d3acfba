"""The live state against a model, at random: nobody lost, nobody double-booked, and a repeat changes nothing.

Every rule calls one script twice, compares its word, offers and legs with the model's, and then everything that is kept
with what must hold. Time passes only by a rule, to the millisecond. HELPLINE_MODEL_STEPS is how many steps to take:

    unset       4,000 (about 20 s)
    20000       about 2 min, for the check of a change
    100000      about 10 min, each night

The paths are the same in every run; another HELPLINE_MODEL_SEED (1) tries others. A failure tells its seed and all that
happened.
"""

import os
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from tests.store.board import Board
from tests.store.walk import Happening, Helpline

STEPS = int(os.environ.get("HELPLINE_MODEL_STEPS", "4000"))
SEED = int(os.environ.get("HELPLINE_MODEL_SEED", "1"))
STEPS_A_RUN = 150
AT_MOST = (1, 2, 3, 8)  # contacts at a time: with few of them, some specialist is free to take over a call
# What these scripts say: a walk in which one of these is seldom met shows little.
MET = ["accept bridge", "accept brief", "accept call", "accept gone", "accept taken", "brief briefing", "call call"]
MET += [
    "call_back callback",
    "choose choosing",
    "claim ring",
    "dialled unwanted",
    "dialled wanted",
    "dismiss dismissed",
    "refer asking",
    "referred choosing",
    "end_brief deciding",
    "stand_by brief",
    "stand_by wait",
]
MET += [
    "enter accepted",
    "enter bridged",
    "enter shut_out",
    "enter waiting",
    "extend wrap_up",
    "finish back",
    "finish cut_off",
]
MET += ["finish over", "forget_person callback", "give_up held", "hand_over handed_over", "hold held", "hold parting"]
MET += [
    "join bridged",
    "leave callback",
    "leave ended",
    "leave voicemail",
    "miss callback",
    "occupy engaged",
    "part held",
]
MET += ["plan callback", "progress unwanted", "progress wanted", "reach accepted", "reach gone", "reach waiting"]
MET += ["record voicemail", "reenter callback", "reenter other", "refuse refused", "rejoin waiting", "release offline"]
MET += ["resume bridge", "seek asking", "seek nobody", "settle_message kept", "settle_message none", "settled settled"]
MET += ["taken callback", "taken accepted"]
MET += ["shut_out shut_out", "undo again", "undo undone", "widen waiting", "wrap_up wrap_up"]


class Dice:
    """What is drawn, as of a seed, and a record of it for whoever is to understand a failure."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.record: list[str] = []

    def __call__(self, choices: Sequence[Any]) -> Any:
        drawn = self.random.choice(choices)
        self.record[-1] += f" {getattr(drawn, 'id', drawn)}"
        return drawn

    def happening(self, possible: list[list[Happening]]) -> Happening:
        happens = self.random.choice(self.random.choice(possible))
        self.record.append(happens.__name__)
        return happens


def walk(board: Board, seed: int) -> None:
    dice, here = Dice(seed), Helpline(board, AT_MOST[seed % len(AT_MOST)])
    try:
        for _ in range(STEPS_A_RUN):
            dice.happening(here.possible())(dice)
            here.all_is_well()
        here.everybody_ends_once()
    except Exception as error:
        error.add_note("\n".join([f"What happened, of seed {seed}:", *dice.record]))
        raise


@pytest.mark.timeout(100 + STEPS // 50)
def test_the_live_state_is_as_the_model_says(redis_url: str) -> None:
    board = Board(redis_url)
    for seed in range(SEED, SEED + STEPS // STEPS_A_RUN):
        walk(board, seed)
    seldom = {said: board.said[said] for said in MET if board.said[said] * 4000 < STEPS}
    assert not seldom
