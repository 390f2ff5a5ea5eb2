"""Places of the world by name: the table the package ships, its builder and its index."""

from fusion.actors.gazetteer.build import build
from fusion.actors.gazetteer.index import Gazetteer, Site, gazetteer_of

__all__ = ["Gazetteer", "Site", "build", "gazetteer_of"]
