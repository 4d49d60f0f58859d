-- The yearly figures that targets need and nobody has reported: a target, and a year of its period that is over.
with verdicts as (

    select * from {{ ref('fct_progress') }}
    where method = '{{ var("progress_method") }}'

),

targets as (

    select * from {{ ref('fct_target') }}

),

-- Few series have a target.
asked as (

    select distinct
        indicator_id,
        region_code
    from targets

),

figures as (

    select figures.*
    from {{ ref('mart_indicator_region_year') }} as figures
    inner join asked
        on figures.indicator_id = asked.indicator_id and figures.region_code = asked.region_code
    where figures.observed_value is not null

),

assignments as (

    select * from {{ ref('mart_target_department') }}

),

-- A part of a year is no figure of the year: the whole year's is still owed.
reported as (

    select distinct
        indicator_id,
        region_code,
        year
    from figures
    where not is_partial_year

),

latest as (

    select
        *,
        row_number() over (partition by indicator_id, region_code order by year desc) as recency
    from figures

),

-- Of several offices the one that the plan names first is asked; where locations differ, one of those.
offices as (

    select
        target_id,
        min(department_id) as department_id
    from assignments
    where is_lead
    group by target_id

),

owed as (

    select
        verdicts.target_id,
        verdicts.year,
        verdicts.as_of,
        {{ dbt.dateadd('day', var('reporting_days'), 'make_date(verdicts.year, 12, 31)') }} as due_on
    from verdicts
    where
        verdicts.year < {{ year_of('verdicts.as_of') }}
        and verdicts.year <= verdicts.due_year
        and (verdicts.observed_value is null or verdicts.observation_id is not null)

),

final as (

    select
        concat_ws('', owed.target_id, '.', cast(owed.year as {{ dbt.type_string() }})) as figure_due_id,
        owed.target_id,
        targets.plan_id,
        targets.indicator_id,
        targets.region_code,
        offices.department_id,
        owed.year,
        targets.due_year,
        owed.year = targets.due_year as is_due_year,
        cast(owed.due_on as date) as due_on,
        cast(owed.due_on as date) < owed.as_of as is_overdue,
        latest.year is null as is_never_reported,
        targets.comparator,
        targets.value as target_value,
        targets.value_high as target_value_high,
        targets.unit,
        latest.year as last_year,
        latest.observed_value as last_value,
        latest.observed_comparator as last_comparator
    from owed
    inner join targets on owed.target_id = targets.target_id
    left join reported
        on
            targets.indicator_id = reported.indicator_id
            and targets.region_code = reported.region_code
            and owed.year = reported.year
    left join latest
        on
            targets.indicator_id = latest.indicator_id
            and targets.region_code = latest.region_code
            and latest.recency = 1
    left join offices on owed.target_id = offices.target_id
    where reported.year is null

)

select * from final
