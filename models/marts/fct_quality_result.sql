{%- set columns = [
    'run_id', 'suite', 'model', 'expectation', 'severity', 'success', 'is_raised', 'observed', 'unexpected_count',
    'sample', 'title_zh', 'title_en', 'remedy_zh', 'remedy_en', 'ran_at', 'as_of',
] -%}
with gates as (

    {{ union_by_name(
        columns,
        [
            ref('gate_lists'), ref('gate_statements'), ref('gate_observations'), ref('gate_loads'), ref('gate_marts'),
        ]
    ) }}

),

-- The build file keeps the runs for every day that was asked for; a history is of one kind.
of_this_file as (

    select * from gates
    where {{ 'as_of = ' ~ as_of() if var('as_of') else 'as_of is null' }}

),

results as (

    {{ union_by_name(columns, ['of_this_file', ref('stg_previous_quality_results')]) }}

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
