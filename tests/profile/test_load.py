"""A profile says plainly what is wrong with it."""

import pytest
import yaml

from fusion.profile import load_profile
from fusion.terms.errors import ProfileError
from tests.support import PROFILE


def write(tmp_path, content):
    path = tmp_path / "mission.yaml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), "utf-8")
    return path


def test_a_good_profile_loads(tmp_path):
    assert load_profile(write(tmp_path, PROFILE)).code == "TESTM"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"yardstick": "guess"}, "yardstick"),
        ({"surprise": 1}, "surprise"),
        ({"area": {**PROFILE["area"], "north": 99}}, "area.north"),
        ({"components": [*PROFILE["components"], PROFILE["components"][0]]}, "share one folder"),
    ],
)
def test_the_wrong_field_is_named(tmp_path, change, named):
    with pytest.raises(ProfileError, match=named):
        load_profile(write(tmp_path, {**PROFILE, **change}))


def test_no_yaml_and_no_file_are_clear(tmp_path):
    with pytest.raises(ProfileError, match="not YAML"):
        load_profile(write(tmp_path, "a: [1"))
    with pytest.raises(ProfileError, match="no such file"):
        load_profile(tmp_path / "absent.yaml")
