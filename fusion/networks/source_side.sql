-- The known group that the source of an account speaks for: its name or an alias stands in what
-- the report says of its source. Several groups in one source say nothing.
select link.account_id, min(known.name) as side
from report
join account_report as link on link.report_id = report.report_id
join known on regexp_matches(report.source_text, '\b' || regexp_escape(known.alias) || '\b', 'i')
where report.source_text is not null
group by link.account_id
having count(distinct known.name) = 1
order by link.account_id
