-- The origins an incident rests on: since when, who reports them, how they are graded.
select
    member.incident_id,
    member.origin_id,
    min(account.received_at) as known_at,
    min(account.reliability) as reliability,
    min(account.credibility) as credibility,
    min_by(account.component, account.received_at || account.account_id) as component,
    list_sort(list(distinct member.account_id)) as account_ids,
    coalesce(bool_or(origin.independence = 'independent'), false) as is_independent
from incident_account as member
join account on account.account_id = member.account_id
join incident on incident.incident_id = member.incident_id
left join origin on origin.account_id = member.account_id
where not account.is_withdrawn
    and incident.is_standing
    and account.received_at <= $as_of
    and member.origin_id not in (select origin_id from withdrawn)
group by member.incident_id, member.origin_id
order by member.incident_id, member.origin_id
