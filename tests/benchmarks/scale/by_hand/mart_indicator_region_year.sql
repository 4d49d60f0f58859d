-- What mart_indicator_region_year says of a delivery for which there are no targets: the figure that speaks for a year, the
-- one of the year before, and its rank among the regions of its level. From the table that fct_observation.sql made.
with speaking as (
    select * from fct_observation
    where is_judging
),
-- A bound, and what tells of a part of its year, has no rank and is nothing that another is compared with.
comparable as (
    select
        indicator_id,
        region_code,
        year,
        value
    from speaking
    where comparator in ('eq', 'approx') and is_whole_year
),
ranks as (
    select
        comparable.indicator_id,
        comparable.region_code,
        comparable.year,
        rank() over (
            partition by comparable.indicator_id, comparable.year, region_list.level
            order by comparable.value * cast(indicator_list.direction as int) desc nulls last
        ) as region_rank
    from comparable
    inner join indicator_list on comparable.indicator_id = indicator_list.indicator_id
    inner join region_list on comparable.region_code = region_list.region_code
)
select
    speaking.indicator_id,
    speaking.region_code,
    speaking.year,
    speaking.observation_id,
    speaking.value as observed_value,
    speaking.comparator as observed_comparator,
    speaking.is_inferred,
    speaking.is_as_of as is_partial_year,
    greatest(datediff({day}, speaking.period_end, cast('{today}' as date)), 0) as observation_age_days,
    speaking.period_end,
    speaking.published_on,
    speaking.known_on,
    speaking.exactness,
    speaking.lowest_value,
    speaking.highest_value,
    speaking.scope,
    speaking.is_break,
    speaking.caveat,
    speaking.source_id,
    speaking.source_grade,
    before.value as prior_year_value,
    case when ranks.region_rank is not null then speaking.value - before.value end as yoy_change,
    cast(ranks.region_rank as bigint) as region_rank
from speaking
left join comparable as before
    on
        speaking.indicator_id = before.indicator_id
        and speaking.region_code = before.region_code
        and speaking.year = before.year + 1
left join ranks
    on
        speaking.indicator_id = ranks.indicator_id
        and speaking.region_code = ranks.region_code
        and speaking.year = ranks.year
