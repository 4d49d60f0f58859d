-- What readers were told before, what they are told now, and which inputs made the difference: those groups of inputs
-- that move the headline when each alone is put into the inputs of before, through the same models.
{%- set columns = [
    'target_id', 'year', 'method', 'status_before', 'status_after', 'cause', 'causes', 'has_other_causes', 'category_before',
    'category_after', 'year_before', 'year_after', 'reason_before', 'reason_after', 'replaces_target_id', 'previous_as_of',
    'build_id',
] %}
{#- Of several causes that would each do, the first in this order stands for them. -#}
{%- set order = ['vanished', 'restored', 'new_period', 'revision', 'source_edit', 'rebaseline', 'target_edit', 'method_edit'] %}
with history as (

    select * from {{ ref('stg_previous_status_changes') }}
    -- An earlier release told of every year's status, and not of the headline.
    where build_id is not null

),

before as (

    select * from {{ ref('stg_previous_progress') }}
    where is_latest

),

after as (

    select * from {{ ref('fct_progress') }}
    where is_latest

),

identities as (

    select * from {{ ref('int_change_targets') }}

),

predecessors as (

    select * from {{ ref('int_target_predecessors') }}

),

counterfactuals as (

    select * from {{ ref('int_counterfactuals') }}

),

headlines as (

    select * from {{ ref('int_progress_headlines') }}
    where is_latest and is_counterfactual

),

measures as (

    select * from {{ ref('int_progress_by_method') }}

),

cutoffs as (

    select * from {{ ref('int_progress_cutoffs') }}
    where is_edited

),

builds as (

    select * from {{ ref('current_build') }}

),

-- The first publication changes nothing: there was no headline before.
previous_publication as (

    select max(as_of) as previous_as_of
    from before
    having count(*) > 0

),

-- A target of before may go by another id now; one whose inputs were not published is known by its id alone.
earlier as (

    select
        coalesce(identities.target_id, before.target_id) as target_id,
        before.target_id as previous_target_id,
        before.method,
        before.year,
        before.status,
        before.category,
        before.reason
    from before
    left join identities on before.target_id = identities.previous_target_id

),

told as (

    select
        coalesce(after.target_id, earlier.target_id) as target_id,
        coalesce(after.method, earlier.method) as method,
        coalesce(after.year, earlier.year) as year,
        earlier.previous_target_id,
        after.target_id as current_target_id,
        earlier.status as status_before,
        after.status as status_after,
        earlier.category as category_before,
        after.category as category_after,
        earlier.year as year_before,
        after.year as year_after,
        earlier.reason as reason_before,
        after.reason as reason_after
    from after
    full outer join earlier on after.target_id = earlier.target_id and after.method = earlier.method

),

changed as (

    select * from told
    where
        {{ differs('status_before', 'status_after') }}
        -- An earlier release did not keep the categories.
        or (category_before is not null and {{ differs('category_before', 'category_after') }})

),

asked as (

    select
        counterfactuals.changed_target_id as target_id,
        counterfactuals.input_group,
        headlines.method,
        headlines.status,
        headlines.category
    from counterfactuals
    inner join headlines
        on concat_ws('', counterfactuals.judged_target_id, counterfactuals.suffix) = headlines.target_id

),

answered as (

    select
        changed.target_id,
        changed.method,
        asked.input_group,
        {{ differs('changed.category_before', 'changed.category_after') }} as is_category_told,
        {{ differs('asked.status', 'changed.status_after') }} = false as leads_to_status,
        {{ differs('asked.category', 'changed.category_after') }} = false as leads_to_category,
        -- What the method makes of the inputs of before is a change of the method where it is not what was told.
        case
            when asked.input_group = 'nothing' then {{ differs('asked.status', 'changed.status_before') }}
            else {{ differs('asked.status', 'unmoved.status') }}
        end as moves_status,
        case
            when asked.input_group = 'nothing' then {{ differs('asked.category', 'changed.category_before') }}
            else {{ differs('asked.category', 'unmoved.category') }}
        end as moves_category
    from changed
    inner join asked on changed.target_id = asked.target_id and changed.method = asked.method
    inner join asked as unmoved
        on changed.target_id = unmoved.target_id and changed.method = unmoved.method and unmoved.input_group = 'nothing'

),

-- The methods whose own cut-offs moved, by target: another method's cannot have made a difference.
edited_methods as (

    select distinct
        measures.target_id,
        measures.method
    from measures
    inner join cutoffs on measures.cutoff_set = cutoffs.cutoff_set

),

-- What leads to today's headline by itself explains it; where nothing does, what leads to its category, the finer of the
-- two, else what moves the category, else what moves the status; where nothing moves either alone, what differs.
weighed as (

    select
        answered.target_id,
        answered.method,
        case when answered.input_group = 'nothing' then 'method_edit' else answered.input_group end as input_group,
        case
            when
                (answered.moves_status or answered.moves_category)
                and answered.leads_to_status
                and answered.leads_to_category
                then 5
            when answered.is_category_told and answered.moves_category and answered.leads_to_category then 4
            when answered.is_category_told and answered.moves_category then 3
            when answered.moves_status or answered.moves_category then 2
            when answered.input_group = 'nothing' then 0
            when answered.input_group = 'method_edit' and edited_methods.method is null then 0
            else 1
        end as weight
    from answered
    left join edited_methods
        on answered.target_id = edited_methods.target_id and answered.method = edited_methods.method

),

heaviest as (

    select
        target_id,
        method,
        max(weight) as weight
    from weighed
    group by target_id, method

),

named as (

    select
        weighed.target_id,
        weighed.method,
        count(distinct weighed.input_group) as group_count,
        min(
            case weighed.input_group
                {% for group in order -%}
                when '{{ group }}' then {{ loop.index }}
                {% endfor -%}
            end
        ) as first_position,
        {% for group in order -%}
        max(case when weighed.input_group = '{{ group }}' then 1 else 0 end) as has_{{ group }},
        {% endfor -%}
        heaviest.weight > 1 as has_mover
    from weighed
    inner join heaviest
        on
            weighed.target_id = heaviest.target_id
            and weighed.method = heaviest.method
            and weighed.weight = heaviest.weight
    where heaviest.weight > 0
    group by weighed.target_id, weighed.method, heaviest.weight

),

ids_before as (

    select distinct target_id from earlier

),

ids_after as (

    select distinct target_id from after

),

new_changes as (

    select
        changed.target_id,
        changed.year,
        changed.method,
        changed.status_before,
        changed.status_after,
        case
            when ids_before.target_id is null then 'appeared'
            when ids_after.target_id is null then 'vanished'
            -- A method that one of the two publications does not know, or what no input explains.
            when named.target_id is null then 'method_edit'
            when not named.has_mover then case when named.group_count > 1 then 'only_together' else 'method_edit' end
            {% for group in order -%}
            when named.first_position = {{ loop.index }} then '{{ group }}'
            {% endfor -%}
        end as cause,
        case
            when named.has_mover or named.group_count > 1
                then trim(
                    concat_ws(
                        '',
                        {% for group in order -%}
                        case when named.has_{{ group }} = 1 then '{{ group }} ' else '' end{{ ',' if not loop.last }}
                        {% endfor -%}
                    )
                )
        end as causes,
        coalesce(named.group_count, 1) > 1 as has_other_causes,
        changed.category_before,
        changed.category_after,
        changed.year_before,
        changed.year_after,
        changed.reason_before,
        changed.reason_after,
        case
            when ids_before.target_id is null then predecessors.previous_target_id
            when changed.previous_target_id <> changed.target_id then changed.previous_target_id
        end as replaces_target_id,
        previous_publication.previous_as_of,
        builds.build_id
    from changed
    cross join previous_publication
    cross join builds
    left join named on changed.target_id = named.target_id and changed.method = named.method
    left join ids_before on changed.target_id = ids_before.target_id
    left join ids_after on changed.target_id = ids_after.target_id
    left join predecessors on changed.target_id = predecessors.target_id

),

final as (

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        true as is_latest
    from new_changes

    union all

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        false as is_latest
    from history

)

select * from final
