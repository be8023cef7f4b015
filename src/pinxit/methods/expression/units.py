"""What a face can do: action units after Ekman and Friesen's Facial Action Coding System (1978), and expressions made of them.

Movements are of the right half of the face, (x to the right of the picture, y down, z away from the viewer), in distances
between the outer corners of the eyes, at intensity 1; the other half does the same, mirrored. The numbers are ours, set by eye.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Lip:
    """How one lip moves: at its corner, half-way, and in the middle of the mouth; what lies between lies between."""

    corner: Vector
    half: Vector
    middle: Vector


@dataclass(frozen=True)
class Unit:
    """One action unit.

    upper, lower: the lips, both or none. inner: of the lips' inner edges beyond the outer ones, (upper, lower), downwards.
    lids: share of the eye's opening by which the upper lid comes down, and the lower one goes up. moves: of single points.
    free: points that are not held in their place, beyond those that move.
    """

    upper: Lip | None = None
    lower: Lip | None = None
    inner: tuple[float, float] = (0.0, 0.0)
    lids: tuple[float, float] = (0.0, 0.0)
    moves: dict[int, Vector] = field(default_factory=dict)
    free: tuple[int, ...] = ()


SMILE = "AU12"  # the unit that bares teeth
OPENING = ("AU25", "AU26")  # those that open the mouth
_BROW_UP = 0.075

UNITS: dict[str, Unit] = {
    "AU1": Unit(
        moves={
            **{107: (0.0, -_BROW_UP, 0.0), 55: (0.0, -_BROW_UP, 0.0)},
            **{66: (0.0, -0.065, 0.0), 65: (0.0, -0.06, 0.0), 105: (0.0, -0.03, 0.0), 52: (0.0, -0.028, 0.0)},
            **{63: (0.0, -0.01, 0.0), 53: (0.0, -0.01, 0.0), 70: (0.0, 0.0, 0.0), 46: (0.0, 0.0, 0.0)},
            **{108: (0.0, -0.05, 0.0), 9: (0.0, -0.045, 0.0), 8: (0.0, -0.025, 0.0)},
        },
    ),
    "AU2": Unit(
        moves={
            **{
                70: (0.0, -0.06, 0.0),
                46: (0.0, -0.055, 0.0),
                63: (0.0, -_BROW_UP, 0.0),
                53: (0.0, -0.07, 0.0),
            },
            **{105: (0.0, -0.06, 0.0), 52: (0.0, -0.05, 0.0), 66: (0.0, -0.02, 0.0), 65: (0.0, -0.015, 0.0)},
            **{107: (0.0, 0.0, 0.0), 55: (0.0, 0.0, 0.0), 104: (0.0, -0.04, 0.0)},
        },
    ),
    "AU4": Unit(
        lids=(0.1, 0.0),
        moves={
            **{
                107: (0.045, 0.055, 0.0),
                55: (0.045, 0.06, 0.0),
                66: (0.032, 0.055, 0.0),
                65: (0.032, 0.057, 0.0),
            },
            **{
                105: (0.014, 0.034, 0.0),
                52: (0.014, 0.036, 0.0),
                63: (0.0, 0.014, 0.0),
                53: (0.0, 0.014, 0.0),
            },
            **{70: (0.0, 0.0, 0.0), 46: (0.0, 0.0, 0.0), 9: (0.0, 0.04, 0.0), 8: (0.0, 0.048, 0.0)},
        },
    ),
    "AU5": Unit(lids=(-0.3, -0.04)),
    "AU6": Unit(
        lids=(0.06, 0.2),
        moves={
            **{50: (0.008, -0.04, -0.015), 117: (0.006, -0.03, -0.01), 118: (0.004, -0.028, -0.01)},
            **{205: (0.0, -0.035, -0.02), 123: (0.0, -0.03, 0.0)},
        },
    ),
    "AU7": Unit(lids=(0.18, 0.28)),
    "AU9": Unit(
        lids=(0.1, 0.12),
        upper=Lip((0.0, -0.005, 0.0), (0.0, -0.03, 0.0), (0.0, -0.03, 0.0)),
        lower=Lip((0.0, -0.005, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        moves={
            **{129: (-0.008, -0.04, 0.0), 98: (-0.006, -0.035, 0.0), 64: (-0.01, -0.035, 0.0)},
            **{2: (0.0, -0.015, 0.0), 94: (0.0, -0.015, 0.0), 4: (0.0, -0.012, 0.0), 1: (0.0, -0.013, 0.0)},
            **{
                205: (0.0, -0.03, -0.01),
                142: (0.0, -0.035, -0.01),
                55: (0.02, 0.03, 0.0),
                107: (0.02, 0.025, 0.0),
            },
            **{8: (0.0, 0.02, 0.0), 9: (0.0, 0.02, 0.0)},
        },
        free=(19, 5),
    ),
    "AU12": Unit(
        upper=Lip((-0.085, -0.085, 0.06), (-0.04, -0.03, 0.02), (0.0, 0.004, 0.012)),
        lower=Lip((-0.085, -0.085, 0.06), (-0.045, -0.032, 0.02), (0.0, 0.002, 0.012)),
        moves={
            **{205: (-0.03, -0.06, -0.015), 207: (-0.045, -0.06, 0.01), 216: (-0.06, -0.065, 0.015)},
            **{212: (-0.06, -0.05, 0.03), 50: (-0.006, -0.035, -0.02), 129: (-0.014, -0.012, 0.0)},
            **{98: (-0.01, -0.004, 0.0), 214: (-0.035, -0.035, 0.02), 117: (0.0, -0.014, -0.005)},
        },
    ),
    "AU15": Unit(
        upper=Lip((-0.012, 0.07, 0.01), (-0.006, 0.015, 0.0), (0.0, -0.004, 0.0)),
        lower=Lip((-0.012, 0.07, 0.01), (-0.006, 0.02, 0.0), (0.0, -0.008, 0.0)),
        moves={
            212: (-0.012, 0.05, 0.0),
            216: (-0.006, 0.025, 0.0),
            214: (0.0, 0.03, 0.0),
            18: (0.0, -0.012, 0.0),
        },
    ),
    "AU18": Unit(
        upper=Lip((0.12, 0.004, -0.03), (0.05, -0.012, -0.05), (0.0, -0.014, -0.06)),
        lower=Lip((0.12, 0.004, -0.03), (0.05, 0.014, -0.05), (0.0, 0.018, -0.06)),
        moves={212: (0.06, 0.0, 0.0), 216: (0.05, 0.0, 0.0), 207: (0.02, 0.0, 0.0)},
    ),
    "AU20": Unit(
        upper=Lip((-0.09, 0.018, 0.05), (-0.04, 0.012, 0.02), (0.0, 0.008, 0.0)),
        lower=Lip((-0.09, 0.018, 0.05), (-0.04, -0.004, 0.02), (0.0, -0.006, 0.0)),
        moves={212: (-0.06, 0.012, 0.02), 216: (-0.045, 0.006, 0.02), 207: (-0.03, 0.0, 0.01)},
    ),
    "AU24": Unit(
        upper=Lip((0.02, 0.0, 0.0), (0.008, 0.012, 0.02), (0.0, 0.018, 0.02)),
        lower=Lip((0.02, 0.0, 0.0), (0.008, -0.012, 0.02), (0.0, -0.018, 0.02)),
        inner=(-0.012, 0.012),
    ),
    "AU25": Unit(
        upper=Lip((0.0, 0.0, 0.0), (0.0, -0.012, 0.0), (0.0, -0.016, 0.0)),
        lower=Lip((0.0, 0.0, 0.0), (0.0, 0.04, 0.0), (0.0, 0.05, 0.0)),
        inner=(-0.008, 0.008),
    ),
    "AU26": Unit(
        upper=Lip((0.02, 0.075, 0.02), (0.008, 0.004, 0.0), (0.0, -0.004, 0.0)),
        lower=Lip((0.02, 0.075, 0.02), (0.01, 0.19, 0.0), (0.0, 0.22, 0.0)),
        moves={
            **{
                152: (0.0, 0.2, 0.02),
                148: (0.0, 0.2, 0.02),
                176: (0.0, 0.19, 0.02),
                149: (0.004, 0.17, 0.02),
            },
            **{
                150: (0.008, 0.14, 0.02),
                136: (0.01, 0.1, 0.01),
                172: (0.01, 0.06, 0.01),
                58: (0.0, 0.02, 0.0),
            },
            **{18: (0.0, 0.215, 0.0), 200: (0.0, 0.21, 0.01), 199: (0.0, 0.205, 0.01), 175: (0.0, 0.2, 0.02)},
            **{207: (0.02, 0.02, 0.02), 212: (0.02, 0.09, 0.02), 214: (0.015, 0.06, 0.02)},
        },
    ),
    "AU43": Unit(
        lids=(0.9, 0.06),
        moves={66: (0.0, 0.008, 0.0), 105: (0.0, 0.01, 0.0), 65: (0.0, 0.01, 0.0), 52: (0.0, 0.012, 0.0)},
    ),
}

# Eyes that look down, by openings of the eyes, and the lids that follow; negative: up (AU63).
LOOK_DOWN = "AU64"
LOOKS = {LOOK_DOWN: Unit(lids=(0.8, -0.2))}

MEANINGS = {
    "AU1": "inner brows up",
    "AU2": "outer brows up",
    "AU4": "brows down and together",
    "AU5": "upper lids up",
    "AU6": "cheeks up",
    "AU7": "lids tight",
    "AU9": "nose wrinkled",
    "AU12": "corners of the mouth up",
    "AU15": "corners of the mouth down",
    "AU18": "lips pursed",
    "AU20": "mouth stretched sideways",
    "AU24": "lips pressed together",
    "AU25": "lips parted",
    "AU26": "jaw down",
    "AU43": "eyes closed",
}

# What a slider does, both halves of the face alike; "AU43 right" is the right half alone.
EXPRESSIONS: dict[str, dict[str, float]] = {
    "smile": {"AU12": 1.0, "AU6": 0.6},
    "laugh": {"AU12": 1.0, "AU6": 1.0, "AU25": 0.7, "AU26": 0.35},
    "surprise": {"AU1": 1.0, "AU2": 1.0, "AU5": 0.8, "AU26": 0.6},
    "sadness": {"AU1": 0.9, "AU4": 0.5, "AU15": 0.8, "AU43": 0.15},
    "anger": {"AU4": 1.0, "AU7": 0.6, "AU24": 0.9, "AU9": 0.25},
    "disgust": {"AU9": 1.0, "AU4": 0.3, "AU7": 0.4, "AU15": 0.4},
    "fear": {"AU1": 1.0, "AU2": 0.6, "AU4": 0.5, "AU5": 0.8, "AU20": 0.7, "AU25": 0.4},
    "kiss": {"AU18": 1.0},
    "wink": {"AU43 right": 1.0, "AU6 right": 0.7, "AU12 right": 0.3},
    "wink_left": {"AU43 left": 1.0, "AU6 left": 0.7, "AU12 left": 0.3},
    "brows_up": {"AU1": 1.0, "AU2": 1.0},
    "frown": {"AU4": 1.0},
    "eyes_wide": {"AU5": 1.0},
    "eyes_closed": {"AU43": 1.0},
    "squint": {"AU7": 1.0},
    "cheeks_up": {"AU6": 1.0},
    "nose_wrinkle": {"AU9": 1.0},
    "corners_up": {"AU12": 1.0},
    "corners_down": {"AU15": 1.0},
    "stretch": {"AU20": 1.0},
    "press": {"AU24": 1.0},
    "lips_part": {"AU25": 1.0},
    "jaw_drop": {"AU26": 1.0},
}
