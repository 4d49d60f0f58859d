with results as (

    select * from {{ ref('gate_lists') }}

    union all

    select * from {{ ref('gate_statements') }}

    union all

    select * from {{ ref('gate_observations') }}

    union all

    select * from {{ ref('gate_loads') }}

    union all

    select * from {{ ref('gate_marts') }}

    union all

    select * from {{ ref('stg_previous_quality_results') }}

),

-- The gates keep the runs of this build's file, failed ones too; the last publication keeps what was before it.
numbered as (

    select
        *,
        row_number() over (partition by run_id, suite, model, expectation order by ran_at desc) as copy
    from results

),

runs as (

    select
        run_id,
        -- This build's own run is the latest, even after the clock was set back.
        dense_rank() over (
            order by case when run_id = '{{ invocation_id }}' then 0 else 1 end, max(ran_at) desc, run_id desc
        ) as recency
    from results
    group by run_id

),

final as (

    select
        numbered.run_id,
        numbered.suite,
        numbered.model,
        numbered.expectation,
        numbered.severity,
        numbered.success,
        numbered.is_raised,
        numbered.observed,
        numbered.unexpected_count,
        numbered.sample,
        numbered.title_zh,
        numbered.title_en,
        numbered.remedy_zh,
        numbered.remedy_en,
        numbered.ran_at,
        runs.recency = 1 as is_latest_run
    from numbered
    inner join runs on numbered.run_id = runs.run_id
    where numbered.copy = 1 and runs.recency <= {{ var('quality_runs_kept') }}

)

select * from final
