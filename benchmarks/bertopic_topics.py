"""BERTopic's topics of the same texts with the same vectors; run by bench_bertopic.

    python bertopic_topics.py FOLDER

FOLDER holds texts.json, vectors.npy (n, d) and cuts.json: for each cut the number of texts, from
the first, that were known. Prints one line of JSON: version, and for each cut the topic of every
text (-1: of none, or too few texts for a model). BERTopic's own defaults, UMAP's seed fixed. Apart
from the package because the product does not need it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import bertopic
import numpy as np
import umap

SEED = 1


def main(folder: Path) -> None:
    """A model for each cut."""
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "vectors.npy")
    cuts = json.loads((folder / "cuts.json").read_text(encoding="utf-8"))
    topics = [_topics(texts[:n], vectors[:n]) for n in cuts]
    print(json.dumps({"version": bertopic.__version__, "topics": topics}))


def _topics(texts: list[str], vectors: np.ndarray) -> list[int]:
    reduced = umap.UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED
    )
    model = bertopic.BERTopic(umap_model=reduced, embedding_model=None)
    try:
        numbers, _ = model.fit_transform(texts, vectors)
    except (TypeError, ValueError) as error:  # UMAP and its spectral start need more texts
        print(f"no topics of {len(texts)} texts: {error}", file=sys.stderr)
        return [-1] * len(texts)
    return [int(n) for n in numbers]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
