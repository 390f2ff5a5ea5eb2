"""Places of the world by name: the table the package ships, its builder and its index."""

from fusion.actors.gazetteer.build import build



