"""The mission profile: one YAML file holds what differs between missions."""

from fusion.profile.edition import PARTS, SECTIONS, Edition
from fusion.profile.load import load_profile
from fusion.profile.model import (
    Component,
    Corridor,
    KnownGroup,
    MandateTask,
    Profile,
    Requirement,
    Waypoint,
)

__all__ = [
    "PARTS", "SECTIONS", "Component", "Corridor", "Edition", "KnownGroup", "MandateTask", "Profile",
    "Requirement", "Waypoint", "load_profile",
]  # fmt: skip
