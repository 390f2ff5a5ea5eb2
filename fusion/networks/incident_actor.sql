-- Who stands in which incident, since when, and on how many origins. Withdrawn accounts are out.
select
    member.incident_id,
    named.actor_id,
    max(named.score) as score,
    min(account.received_at) as known_at,
    count(distinct member.origin_id) as n_origins,
    list_sort(list(distinct member.origin_id)) as origin_ids
from incident_account as member
join account on account.account_id = member.account_id
join actor_mention as named on named.account_id = member.account_id
join incident on incident.incident_id = member.incident_id
where not account.is_withdrawn
    and incident.is_standing
    and account.received_at <= $as_of
    and member.origin_id not in (select origin_id from withdrawn)
group by member.incident_id, named.actor_id
order by member.incident_id, named.actor_id
