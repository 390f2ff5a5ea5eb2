-- The accounts that tell of what, with what a hypothesis rests on in them.
select
    told.incident_id,
    told.account_id,
    coalesce(member.origin_id, origin.origin_id) as origin_id,
    account.received_at,
    account.component,
    account.reliability,
    account.credibility,
    coalesce(origin.independence = 'independent', false) as is_independent
from told
join account on account.account_id = told.account_id
left join incident_account as member
    on member.incident_id = told.incident_id and member.account_id = told.account_id
left join origin on origin.account_id = told.account_id
order by told.incident_id, told.account_id
