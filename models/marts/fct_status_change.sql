with before as (

    select * from {{ ref('stg_previous_progress') }}

),

after as (

    select * from {{ ref('fct_progress') }}

),

latest_before as (

    select * from before
    where is_latest

),

latest_after as (

    select * from after
    where is_latest

),

targets_before as (

    select distinct target_id from before

),

targets_after as (

    select distinct target_id from after

),

-- The same target and year, judged by both publications.
compared as (

    select
        after.target_id,
        after.year,
        after.method,
        before.status as status_before,
        after.status as status_after,
        before.reason as reason_before,
        after.reason as reason_after,
        after.is_latest,
        {{ differs('before.method_version', 'after.method_version') }} as is_method_edited,
        {{ differs('before.comparator', 'after.comparator') }}
        or {{ differs('before.direction', 'after.direction') }}
        or {{ differs('before.path', 'after.path') }}
        or {{ differs('before.target_value', 'after.target_value') }}
        or {{ differs('before.target_high', 'after.target_high') }} as is_target_edited,
        {{ differs('before.baseline_year', 'after.baseline_year') }}
        or {{ differs('before.baseline_value', 'after.baseline_value') }} as is_rebased,
        {{ differs('before.observed_value', 'after.observed_value') }}
        or {{ differs('before.observed_comparator', 'after.observed_comparator') }} as is_figure_changed,
        before.observed_value is null and after.observed_value is not null as is_figure_new,
        before.observed_value is not null and after.observed_value is null as is_figure_gone,
        -- The path moved although this target and its baseline did not: an interim target was edited.
        {{ differs('before.expected_value', 'after.expected_value') }} as is_path_moved,
        before.status = 'not_due' as is_begun
    from after
    inner join before
        on
            after.target_id = before.target_id
            and after.year = before.year
            and after.method = before.method
    where before.status <> after.status

),

-- One cause: a figure that came or went, without which there would be nothing to judge; then what a person decided
-- (method, target, baseline); then what the data brought.
changed as (

    select
        target_id,
        year,
        method,
        status_before,
        status_after,
        reason_before,
        reason_after,
        case
            when is_figure_gone then 'vanished'
            when is_figure_new then 'new_period'
            when is_method_edited then 'method_edit'
            when is_target_edited then 'target_edit'
            when is_rebased then 'rebaseline'
            when is_begun then 'new_period'
            when is_figure_changed then 'revision'
            when is_path_moved then 'target_edit'
            -- Nothing that the method reads has changed, so the method has: its cut-offs or its formula.
            else 'method_edit'
        end as cause,
        cast(is_method_edited as integer)
        + cast(is_target_edited or (is_path_moved and not is_rebased) as integer)
        + cast(is_rebased as integer)
        + cast(is_figure_changed as integer) as changed_input_count,
        is_latest
    from compared

),

-- A year that the previous publication did not judge, and that now speaks for the target.
new_years as (

    select
        latest_after.target_id,
        latest_after.year,
        latest_after.method,
        latest_before.status as status_before,
        latest_after.status as status_after,
        latest_before.reason as reason_before,
        latest_after.reason as reason_after,
        case
            when latest_before.baseline_year > latest_after.baseline_year then 'rebaseline'
            else 'new_period'
        end as cause,
        1 as changed_input_count,
        true as is_latest
    from latest_after
    inner join latest_before
        on latest_after.target_id = latest_before.target_id and latest_after.method = latest_before.method
    left join before
        on
            latest_after.target_id = before.target_id
            and latest_after.method = before.method
            and latest_after.year = before.year
    where before.target_id is null and latest_before.status <> latest_after.status

),

-- A year that spoke for the target, and is no longer judged.
lost_years as (

    select
        latest_before.target_id,
        latest_before.year,
        latest_before.method,
        latest_before.status as status_before,
        latest_after.status as status_after,
        latest_before.reason as reason_before,
        latest_after.reason as reason_after,
        case
            when {{ differs('latest_before.baseline_year', 'latest_after.baseline_year') }} then 'rebaseline'
            else 'vanished'
        end as cause,
        1 as changed_input_count,
        false as is_latest
    from latest_before
    inner join latest_after
        on latest_before.target_id = latest_after.target_id and latest_before.method = latest_after.method
    left join after
        on
            latest_before.target_id = after.target_id
            and latest_before.method = after.method
            and latest_before.year = after.year
    where after.target_id is null and latest_before.status <> latest_after.status

),

appeared as (

    select
        latest_after.target_id,
        latest_after.year,
        latest_after.method,
        cast(null as {{ dbt.type_string() }}) as status_before,
        latest_after.status as status_after,
        cast(null as {{ dbt.type_string() }}) as reason_before,
        latest_after.reason as reason_after,
        -- A method that the previous publication did not know appeared, not the target.
        case when targets_before.target_id is null then 'appeared' else 'method_edit' end as cause,
        1 as changed_input_count,
        true as is_latest
    from latest_after
    left join latest_before
        on latest_after.target_id = latest_before.target_id and latest_after.method = latest_before.method
    left join targets_before on latest_after.target_id = targets_before.target_id
    where latest_before.target_id is null

),

vanished as (

    select
        latest_before.target_id,
        latest_before.year,
        latest_before.method,
        latest_before.status as status_before,
        cast(null as {{ dbt.type_string() }}) as status_after,
        latest_before.reason as reason_before,
        cast(null as {{ dbt.type_string() }}) as reason_after,
        case when targets_after.target_id is null then 'vanished' else 'method_edit' end as cause,
        1 as changed_input_count,
        false as is_latest
    from latest_before
    left join latest_after
        on latest_before.target_id = latest_after.target_id and latest_before.method = latest_after.method
    left join targets_after on latest_before.target_id = targets_after.target_id
    where latest_after.target_id is null

),

unioned as (

    select * from changed
    union all
    select * from new_years
    union all
    select * from lost_years
    union all
    select * from appeared
    union all
    select * from vanished

),

-- The first publication changes nothing: there was no status before.
previous_publication as (

    select max(as_of) as previous_as_of
    from before
    having count(*) > 0

),

final as (

    select
        unioned.target_id,
        unioned.year,
        unioned.method,
        unioned.status_before,
        unioned.status_after,
        unioned.cause,
        unioned.reason_before,
        unioned.reason_after,
        unioned.changed_input_count > 1 as has_other_causes,
        unioned.is_latest,
        previous_publication.previous_as_of
    from unioned
    cross join previous_publication

)

select * from final
