-- depends_on: {{ ref('gate_lists') }}
-- The cut-offs that this publication's verdicts were made with, so that the next one can tell whether they moved.
with final as (

    select
        cutoff_set,
        category,
        status,
        cast(lower_bound as double) as lower_bound,
        cast(upper_bound as double) as upper_bound
    from {{ ref('progress_cutoffs') }}

)

select * from final
