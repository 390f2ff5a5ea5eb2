"""How each report relates to the lead of its account."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fusion.accounts.compare import REFORMATTED, RELATIONS, TRUNCATED, Fields, Verdicts, describe
from fusion.accounts.decisions import Decided
from fusion.accounts.fold_reports import Folded, words_of
from fusion.accounts.likeness import likeness
from fusion.accounts.reports import Flags, Reports
from fusion.accounts.words import Index
from fusion.tables import TABLES

Said = tuple[str, float, str]


class Relations:
    """`founder` and `lead` of each report's account by number, and what relates the report to it.

    A report alone is the lead of its account.
    """

    def __init__(
        self, reports: Reports, folded: Folded, decided: Decided, leads: dict[int, int],
        accounts: tuple[Index, list[str]],
    ) -> None:  # fmt: skip
        self.founder, self.account_ids = accounts
        self.lead = np.arange(len(reports), dtype=np.int64)
        for group in folded.groups:
            self.lead[group] = leads[group[0]]
        self._reports, self._folded = reports, folded
        self._decided = {number for pair in decided.same for number in pair}

    def table(self) -> pa.Table:
        """The table account_report."""
        n = len(self._reports)
        relation = np.full(n, "lead", dtype=object)
        score = np.ones(n, np.float64)
        rule = np.full(n, "first of its telling", dtype=object)
        others = np.flatnonzero(self.lead != np.arange(n))
        for number, said in zip(others.tolist(), self._said(others), strict=True):
            relation[number], score[number], rule[number] = said
        return TABLES["account_report"].conform(
            pa.table(
                {
                    "account_id": pa.array(self.account_ids, pa.string()),
                    "report_id": self._reports.ids,
                    "relation": pa.array(relation.tolist(), pa.string()),
                    "score": score,
                    "rule": pa.array(rule.tolist(), pa.string()),
                }
            )
        )

    def _said(self, others: Index) -> list[Said]:
        """(relation, score, rule) of each of `others` to its lead."""
        lead = self.lead[others]
        first, second = np.minimum(lead, others), np.maximum(lead, others)
        words, at = words_of(self._reports, first, second)
        like = likeness(words, at[first], at[second])
        held = self._folded.held
        described, is_one = describe(
            first, second, like, held.sketches.n_words, Fields(self._reports, held.says_update)
        )
        return [
            self._one(int(number), int(lead[i]), described, is_one, i)
            for i, number in enumerate(others)
        ]

    def _one(self, number: int, lead: int, described: Verdicts, is_one: Flags, i: int) -> Said:
        score = round(min(float(described.score[i]), 1.0), 4)
        if number in self._folded.merged:
            return "merged_copy", score, "holds several tellings; stands with the first"
        if self._folded.held.sketches.folded[number] == self._folded.held.sketches.folded[lead]:
            return self._equal(number, lead)
        if not is_one[i]:
            return self._indirect(number, lead, score)
        relation, n_numbers = int(described.relation[i]), int(described.numbers[i])
        is_earlier_cut = number < lead and self._n_words(number) < self._n_words(lead)
        if relation == REFORMATTED and is_earlier_cut:
            relation = TRUNCATED
        rule = "letters" if described.by_letters[i] else "shingles"
        if described.renews[i]:
            rule = "says that it renews"
        elif n_numbers:
            rule = f"{rule}; {n_numbers} numbers differ"
        return RELATIONS[relation], score, rule

    def _equal(self, number: int, lead: int) -> Said:
        texts = [self._reports.texts[n].as_py().split() for n in (number, lead)]
        if texts[0] == texts[1]:
            return "exact_copy", 1.0, "equal text"
        return "reformatted_copy", 1.0, "equal words"

    def _indirect(self, number: int, lead: int, score: float) -> Said:
        """Of a report that is of the telling through another of it, or by a person's word."""
        rule = "through the fullest text"
        if number in self._decided:
            rule = "decided by an analyst"
        elif self._folded.held.says_update[number]:
            return "update", score, "says that it renews"
        is_cut = self._n_words(number) < self._n_words(lead)
        return "truncated_copy" if is_cut else "reformatted_copy", score, rule

    def _n_words(self, number: int) -> int:
        return int(self._folded.held.sketches.n_words[number])
