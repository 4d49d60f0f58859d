-- The years in which a target is judged: from the first one after its baseline to its due year, and not after the
-- as-of year.
with targets as (

    select * from {{ ref('int_progress_targets') }}

),

numbers as (

    {{ dbt.generate_series(var('last_valid_year') - var('first_valid_year') + 1) }}

),

years as (

    select cast({{ var('first_valid_year') }} - 1 + generated_number as integer) as year
    from numbers

),

begun as (

    select
        *,
        least(coalesce(counted_from_year + 1, start_year, plan_period_start, due_year), due_year) as first_year
    from targets

),

final as (

    select
        begun.target_id,
        begun.plan_id,
        begun.indicator_id,
        begun.region_code,
        begun.direction,
        begun.change_sign,
        begun.comparator,
        begun.accumulation,
        begun.path,
        begun.value as target_value,
        begun.value_high as target_high,
        begun.required_value,
        begun.counted_from_year as baseline_year,
        begun.counted_from_value as baseline_value,
        begun.baseline_source,
        -- What a target was set against: its baseline, else the year before its plan.
        coalesce(begun.counted_from_year, begun.plan_period_start - 1) as anchor_year,
        begun.first_year,
        begun.due_year,
        begun.valid_min,
        begun.valid_max,
        begun.as_of_year,
        begun.cutoff_edition,
        begun.is_counterfactual,
        years.year
    from begun
    inner join years
        on
            (years.year between begun.first_year and least(begun.due_year, begun.as_of_year))
            -- A target whose period has not begun has one row that says so.
            or (begun.as_of_year < begun.first_year and years.year = begun.as_of_year)

)

select * from final
