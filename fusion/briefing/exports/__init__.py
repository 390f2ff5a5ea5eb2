"""An edition as data: STIX, FollowTheMoney, GraphML, GEXF, GeoJSON, CSV and Parquet."""

from fusion.briefing.exports.write import FORMATS, export, export_files, leaks

__all__ = ["FORMATS", "export", "export_files", "leaks"]
