-- Which accounts tell of what: those of incidents, and every other account of itself.
select incident_id, account_id, origin_id from incident_account
union all
select background.incident_id, background.incident_id as account_id, origin.origin_id
from background
join origin on origin.account_id = background.incident_id
order by incident_id, account_id
