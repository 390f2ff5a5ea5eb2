"""The stage: from incidents and actors to hypotheses that last, compete and can be broken."""

from __future__ import annotations

import pyarrow.compute as pc

from fusion.networks.again import Again, woken
from fusion.networks.carried import STATE, brought_up, carry
from fusion.networks.coverage import coverage_rows
from fusion.networks.decisions import read_rulings
from fusion.networks.key_order import carry_rows, put_together
from fusion.networks.near_trade import ground_of
from fusion.networks.possible import possible_table
from fusion.networks.prints import prints_of
from fusion.networks.spill_over import spill_over_table
from fusion.networks.survey import read_record
from fusion.networks.whole import with_bridges
from fusion.stage import Flow, Inputs, Output, Run
from fusion.tables import TABLES
from fusion.terms.identifiers import fingerprint

WRITES = (
    "cluster", "hypothesis", "hypothesis_actor", "hypothesis_incident", "hypothesis_account",
    "hypothesis_tie", "hypothesis_cell",
    "hypothesis_lineage", "element", "rival", "breaking_test", "network_position", "removal",
    "spill_over", "caution", "coverage", "lead", "possible_incident", "network_block",
)  # fmt: skip
VERSION = "25"


def networks(inputs: Inputs, run: Run) -> Output:
    """Clusters, hypotheses and everything that speaks for and against them.

    Clusters that are best read as licit livelihood or coincidence are not raised: they stand in
    `cluster`, and `lead` says why. Withdrawn origins and accounts count for nothing. Blocks of
    the record in which nothing changed since an earlier run are not done again.
    """
    processes = woken(inputs["account"].num_rows)  # while the record is read
    record, rulings = read_record(inputs, run), read_rulings(inputs["decision"])
    prints = prints_of(record, fingerprint([VERSION, run.profile.model_dump_json(), run.seed]))
    carried = carry(inputs, record, prints, rulings)
    again = Again(inputs, run, record, prints, rulings)
    portions = again.portions(carried.touched)
    # All that needs no fresh results is made while the processes work.
    held = brought_up(carried.tables(inputs, record), run, record.n_weeks)
    old = [carry_rows(name, rows) for name, rows in (held | {STATE: carried.state}).items()]
    coverage, ground = TABLES["coverage"].build(coverage_rows(inputs, run)), ground_of(record)
    fresh = list(portions)
    for _ in processes:
        pass  # they have long been there
    tables = {each.name: put_together(each, [part[each.name] for part in fresh]) for each in old}
    tables["hypothesis_actor"] = with_bridges(tables["hypothesis_actor"], tables["hypothesis"])
    tables["possible_incident"] = possible_table(tables, inputs, record, ground)
    tables["spill_over"] = spill_over_table(tables, record)
    tables["coverage"] = coverage
    n_in = inputs["incident"].num_rows
    n_inside = len(pc.unique(tables["hypothesis_incident"]["incident_id"]))
    leads = tables["lead"].select(["subject_id", "reason"]).to_pydict()
    notes = dict(zip(leads["subject_id"], leads["reason"], strict=True))
    notes["blocks done again"] = str(len(carried.touched))
    flow = Flow("incident", n_in, n_inside, n_set_aside=n_in - n_inside)
    return Output(tables, flow, dict(sorted(notes.items())))
