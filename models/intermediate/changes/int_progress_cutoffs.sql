-- The cut-offs of today, and those of the previous publication, which counterfactuals are judged by.
with current_cutoffs as (

    select * from {{ ref('progress_cutoffs') }}

),

previous_cutoffs as (

    select * from {{ ref('stg_previous_cutoffs') }}

),

editions as (

    select
        'current' as edition,
        cutoff_set,
        category,
        status,
        cast(lower_bound as double) as lower_bound,
        cast(upper_bound as double) as upper_bound
    from current_cutoffs

    union all

    select
        'previous' as edition,
        cutoff_set,
        category,
        status,
        lower_bound,
        upper_bound
    from previous_cutoffs

    union all

    -- A publication of an earlier release does not say what its cut-offs were.
    select
        'previous' as edition,
        cutoff_set,
        category,
        status,
        cast(lower_bound as double) as lower_bound,
        cast(upper_bound as double) as upper_bound
    from current_cutoffs
    where not exists (select 1 from previous_cutoffs)

),

final as (

    select
        *,
        count(*) over (partition by cutoff_set, category, status, lower_bound, upper_bound) = 1 as is_edited
    from editions

)

select * from final
