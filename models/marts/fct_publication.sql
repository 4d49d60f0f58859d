{%- set columns = [
    'build_id', 'published_at', 'git_commit', 'observation_count', 'rejected_row_count', 'statement_count',
    'target_count', 'quality_passed', 'warning_count', 'as_of', 'is_as_of',
] -%}
with observations as (

    select count(*) as observation_count from {{ ref('fct_observation') }}

),

rejected as (

    select count(*) as rejected_row_count from {{ ref('fct_rejected_row') }}

),

statements as (

    select count(*) as statement_count from {{ ref('fct_statement') }}

),

targets as (

    select count(*) as target_count from {{ ref('fct_target') }}

),

quality as (

    select
        sum(case when severity = 'block' and not success then 1 else 0 end) = 0 as quality_passed,
        sum(case when severity = 'warn' and not success then 1 else 0 end) as warning_count
    from {{ ref('fct_quality_result') }}
    where is_latest_run

),

current_publication as (

    select
        current_build.build_id,
        current_build.published_at,
        current_build.git_commit,
        observations.observation_count,
        rejected.rejected_row_count,
        statements.statement_count,
        targets.target_count,
        quality.quality_passed,
        cast(quality.warning_count as bigint) as warning_count,
        {{ as_of() }} as as_of,
        {{ "true" if var("as_of") else "false" }} as is_as_of
    from {{ ref('current_build') }} as current_build
    cross join observations
    cross join rejected
    cross join statements
    cross join targets
    cross join quality

),

final as (

    select
        {{ columns | join(',
        ') }},
        true as is_current
    from current_publication

    union all

    select
        {{ columns | join(',
        ') }},
        false as is_current
    from {{ ref('stg_previous_publications') }}

)

select * from final
