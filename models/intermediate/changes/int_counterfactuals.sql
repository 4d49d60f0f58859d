-- What is asked of every target whose inputs differ from those of the previous publication: what the headline would be on
-- the inputs of before, and on those with one group of them exchanged for today's. Nothing is asked where nothing differs.
with targets as (

    select * from {{ ref('int_change_targets') }}

),

figures as (

    select * from {{ ref('int_change_figures') }}

),

cutoffs as (

    select * from {{ ref('int_progress_cutoffs') }}

),

previous_progress as (

    select * from {{ ref('stg_previous_progress') }}

),

builds as (

    select
        {{ year_of('max(as_of)') }} as previous_as_of_year,
        {{ year_of(as_of()) }} as as_of_year
    from previous_progress

),

input_groups as (

    select
        target_id,
        'target_edit' as input_group
    from targets
    where is_target_edited
    union
    select
        target_id,
        'rebaseline' as input_group
    from targets
    where is_rebased
    union
    select
        target_id,
        input_group
    from figures
    where input_group is not null
    union
    -- A year that began brings targets that are due for their first figure, and verdicts that are too old.
    select
        targets.target_id,
        'new_period' as input_group
    from targets
    inner join builds on builds.previous_as_of_year <> builds.as_of_year
    union
    select
        target_id,
        'method_edit' as input_group
    from targets
    where exists (select 1 from cutoffs where cutoffs.is_edited)

),

asked as (

    select * from input_groups
    union
    -- What the method makes of the inputs of before, which every other answer is compared with.
    select
        target_id,
        'nothing' as input_group
    from input_groups

),

final as (

    select
        concat_ws('', asked.target_id, '|', asked.input_group) as counterfactual_id,
        concat_ws('', '|', asked.target_id, '|', asked.input_group) as suffix,
        asked.target_id as changed_target_id,
        asked.input_group,
        case when asked.input_group = 'target_edit' then asked.target_id else targets.previous_target_id end
            as judged_target_id,
        case when asked.input_group = 'new_period' then builds.as_of_year else builds.previous_as_of_year end as as_of_year,
        case when asked.input_group = 'method_edit' then 'current' else 'previous' end as cutoff_edition
    from asked
    inner join targets on asked.target_id = targets.target_id
    cross join builds

)

select * from final
