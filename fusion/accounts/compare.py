"""Whether two texts are one telling, and how the later one relates to the earlier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.fuzz import ratio

from fusion.accounts.cues import cites, cites_entry, cites_time, is_update, reference_key
from fusion.accounts.particulars import Details, Difference, difference, read_details

# Word 2-shingles of the shorter text that the longer one must hold. With a fifth of the words
# changed .8^2 = .64 are left, with a third .44; two reports of one event in their authors' own
# words share .05 to .15.
MINIMUM = 0.36
SHORT = 25  # words: below this a register row's form alone makes rows alike
LONG = 60  # words: above this two tellings do not share their wording by chance
SHORT_MINIMUM = 0.6
MARKS = 2  # numbers and names that make a short text more than a form
TINY = 8  # words: fold only when equal
# Recognition noise breaks words; letters are compared where lengths are comparable. Unrelated
# texts of one language agree in half of their letters in order, noisy copies in nine tenths.
LETTERS_MINIMUM = 0.75
RARE_MINIMUM = 0.2  # of the rare shingles; below it the texts may share a letterhead only
_ALIKE_LEFT = 70  # per cent; words that recognition noise changed keep three letters of four
CUT = 0.8  # a copy with fewer words than this share of the lead's was cut
# Words that a forwarding header, signature and disclaimer may add before the longer text counts
# as a telling of its own.
ADDED_WORDS = 60
DIFFERING_SHARE = 0.4  # of the particulars; edited copies keep four fifths of them
UPDATE_WINDOW = dt.timedelta(days=30)  # an update follows its report within weeks, not months


@dataclass(frozen=True)
class Text:
    """One report as it is compared. Texts are numbered in order of arrival."""

    report_id: str
    raw: str
    folded: str
    n_words: int
    component: str
    reference: str
    title: str
    document_id: str
    received_at: dt.datetime
    written_at: dt.datetime | None
    observed_on: dt.date | None
    place: str

    @cached_property
    def details(self) -> Details:
        """Its numbers and names; read when first asked for, since few texts meet another."""
        return read_details(self.raw)

    @cached_property
    def is_update(self) -> bool:
        """It says of itself that it renews an earlier report."""
        return is_update(self.title, self.raw)


Edge = tuple[int, int]


@dataclass(frozen=True)
class Verdict:
    """Two texts are one telling: how the later relates to the earlier, how alike, by which rule."""

    relation: str
    score: float
    rule: str
    is_contained: bool = False  # one of them only holds the other: may be a digest


def compare(earlier: Text, later: Text, share: float, rare_share: float = 1) -> Verdict | None:
    """The verdict on two texts, None where they are two tellings.

    `share` is the share of the shorter text's word 2-shingles that the longer one holds,
    `rare_share` the same of those that stand in few texts only (1 where it has none).
    """
    if earlier.folded == later.folded:
        return _equal(earlier, later)
    score, rule = _likeness(earlier, later, share)
    if not rule or (rare_share < RARE_MINIMUM and _is_form(earlier, later)):
        return None
    unlike = difference(earlier.details, later.details)
    renews = _renews(earlier, later)
    if not renews and not _same_particulars(earlier, later, unlike, share):
        return None
    return _relation(earlier, later, unlike, score, rule, renews)


def _likeness(earlier: Text, later: Text, share: float) -> tuple[float, str]:
    """(score, what shows it); an empty rule where the texts are not alike enough to look at."""
    shorter, longer = sorted((earlier.n_words, later.n_words))
    if shorter < TINY:
        return share, ""
    if share >= MINIMUM:
        return share, "shingles"
    if longer > 2 * shorter or shorter < SHORT:
        return share, ""
    letters = [text.folded.replace(" ", "") for text in (earlier, later)]
    score = ratio(*letters) / 100
    return score, "letters" if score >= LETTERS_MINIMUM else ""


def _equal(earlier: Text, later: Text) -> Verdict | None:
    """Equal words; a few words without particulars are a form ('nothing to report')."""
    if earlier.n_words < SHORT and not _same_fields(earlier, later):
        return None
    if " ".join(earlier.raw.split()) == " ".join(later.raw.split()):
        return Verdict("exact_copy", 1.0, "equal text")
    return Verdict("reformatted_copy", 1.0, "equal words")


def _is_form(earlier: Text, later: Text) -> bool:
    """What the texts share is letterhead: the words that only one of them has are unlike.

    In a text that was re-sent a dozen times with noise nothing common is rare either, but
    there the words left over are misspellings of each other, or one side has none.
    """
    one, other = earlier.folded.split(), later.folded.split()
    left = " ".join(w for w in one if w not in set(other))
    right = " ".join(w for w in other if w not in set(one))
    if min(left.count(" "), right.count(" ")) < 2:
        return False
    return bool(ratio(left, right) < _ALIKE_LEFT)


def _same_fields(earlier: Text, later: Text) -> bool:
    """Day and place of the fields do not speak against it; they or the text's marks for it."""
    if earlier.observed_on and later.observed_on and earlier.observed_on != later.observed_on:
        return False
    if earlier.place and later.place and earlier.place != later.place:
        return False
    if earlier.observed_on and later.observed_on:
        return True
    marks = len(earlier.details.numbers) + len(earlier.details.names)
    return marks >= MARKS and earlier.n_words >= TINY


def _renews(earlier: Text, later: Text) -> bool:
    """The later report says that it renews, and comes from the same component in time."""
    return (
        later.is_update
        and earlier.component == later.component
        and later.received_at - earlier.received_at <= UPDATE_WINDOW
    )


def _same_particulars(earlier: Text, later: Text, unlike: Difference, share: float) -> bool:
    """Numbers and names agree as far as copies' do; rows of one form with other values do not."""
    n_words = min(earlier.n_words, later.n_words)
    if n_words >= LONG:
        return unlike.share <= DIFFERING_SHARE
    if n_words >= SHORT:
        # A paragraph of this length about another day or another place of the same name list is
        # the next event of the same kind; another toll alone is the same one counted again.
        return not unlike.names and not unlike.n_dates and unlike.share <= DIFFERING_SHARE
    if share < SHORT_MINIMUM or unlike.names:
        return False
    if unlike.numbers:
        return bool(earlier.reference) and earlier.reference == later.reference
    return _same_fields(earlier, later)


def _relation(
    earlier: Text, later: Text, unlike: Difference, score: float, rule: str, renews: bool
) -> Verdict | None:
    contained = _is_contained(earlier, later)
    if renews:
        return Verdict("update", score, "says that it renews")
    if unlike.numbers:
        return Verdict("update", score, f"{rule}; {len(unlike.numbers)} numbers differ")
    if later.n_words < CUT * earlier.n_words:
        return Verdict("truncated_copy", score, rule)
    return Verdict("reformatted_copy", score, rule, is_contained=contained)


def _is_contained(earlier: Text, later: Text) -> bool:
    """The later text holds the earlier and much besides: a digest, or a telling of its own.

    Not so where the same component merely completes a text that broke off.
    """
    if later.n_words <= max(earlier.n_words + ADDED_WORDS, 2 * earlier.n_words):
        return False
    broke_off = later.folded.startswith(earlier.folded[: -len(earlier.folded.split()[-1])])
    return not (broke_off and earlier.component == later.component)


def renewal(earlier: Text, later: Text, n_shared_rare: int) -> Verdict | None:
    """The verdict on a report that says it renews `earlier` in other words.

    It names the earlier report's reference or bears it; or the same component wrote both within
    the window and they share at least three rare words (names, numbers, places).
    """
    if not _renews(earlier, later):
        return None
    key = earlier.reference
    if key and (reference_key(later.reference) == key or cites(later.raw, key)):
        return Verdict("update", 0.9, "renews by reference")
    if earlier.document_id == later.document_id and cites_entry(later.raw, earlier.reference):
        return Verdict("update", 0.9, "renews an entry of its register")
    if cites_time(later.raw, earlier.written_at):
        return Verdict("update", 0.9, "renews by date-time group")
    if n_shared_rare >= 3:
        return Verdict("update", 0.7, f"renews; {n_shared_rare} rare words shared")
    return None
