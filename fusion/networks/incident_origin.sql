-- The origins an incident rests on: since when, who reports them, how they are graded. An origin is
-- graded as the account that told of it first: what later relays say of it changes no past week.
select
    incident_id,
    origin_id,
    min(received_at) as known_at,
    min_by(reliability, (received_at, account_id)) as reliability,
    min_by(credibility, (received_at, account_id)) as credibility,
    min_by(component, (received_at, account_id)) as component,
    list_sort(list(distinct account_id)) as account_ids,
    min(received_at) filter (where is_independent) as independent_at
from link
group by incident_id, origin_id
order by incident_id, origin_id
