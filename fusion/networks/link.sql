-- Which accounts that count tell of what: known by $as_of, not withdrawn, nor resting on a withdrawn
-- origin. `print` changes with everything here that a hypothesis may rest on.
with member as (
    select incident_account.incident_id, incident_account.account_id, incident_account.origin_id
    from incident_account
    join incident on incident.incident_id = incident_account.incident_id
    where incident.is_standing
    union all
    select background.incident_id, background.incident_id as account_id, origin.origin_id
    from background
    join origin on origin.account_id = background.incident_id
),
spoken as (
    select link.account_id, bit_xor(hash(report.report_id, report.source_text)) as print
    from report
    join account_report as link on link.report_id = report.report_id
    where report.source_text is not null
    group by link.account_id
)
select
    member.incident_id,
    member.account_id,
    member.origin_id,
    account.received_at,
    account.component,
    account.reliability,
    account.credibility,
    coalesce(origin.independence = 'independent', false) as is_independent,
    hash(
        'link', member.incident_id, member.account_id, member.origin_id, account.received_at,
        account.component, account.reliability, account.credibility, origin.independence,
        account.text_sha256, spoken.print
    ) as print
from member
join account on account.account_id = member.account_id
left join origin on origin.account_id = member.account_id
left join spoken on spoken.account_id = member.account_id
where not account.is_withdrawn
    and account.received_at <= $as_of
    and member.origin_id not in (select origin_id from origin where is_withdrawn)
order by member.incident_id, member.account_id
