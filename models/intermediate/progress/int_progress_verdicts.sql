-- The verdict on a target in a year: that of its figure, if what the figure can stand for gives no other.
with readings as (

    select * from {{ ref('int_progress_by_reading') }}

),

statuses as (

    select * from {{ ref('progress_statuses') }}

),

methods as (

    select * from {{ ref('progress_methods') }}

),

inputs as (

    select * from {{ ref('int_progress_inputs') }}

),

figures as (

    select * from readings
    where reading = 'figure'

),

-- The least that is certain: where all readings are on course the one that claims least, and so where all lag.
ends as (

    select
        readings.target_id,
        readings.year,
        readings.method,
        count(distinct readings.status) as status_count,
        count(distinct coalesce(statuses.course, readings.status)) as course_count,
        max(statuses.course) as course,
        min(statuses.sort_order) as best_order,
        max(statuses.sort_order) as worst_order
    from readings
    inner join statuses on readings.status = statuses.status
    group by readings.target_id, readings.year, readings.method

),

settled as (

    select
        figures.*,
        ends.course,
        ends.best_order,
        ends.worst_order,
        not figures.is_refused and ends.status_count > 1 as is_within_rounding,
        -- A figure that is printed exactly as the aim meets it, as far as anybody can tell.
        coalesce(
            figures.observed_comparator = 'eq' and figures.headroom = 0 and figure_statuses.course = 'on_course', false
        ) as is_met_as_printed,
        not figures.is_refused and ends.course_count > 1 as is_undecided
    from figures
    inner join ends
        on
            figures.target_id = ends.target_id
            and figures.year = ends.year
            and figures.method = ends.method
    left join statuses as figure_statuses on figures.status = figure_statuses.status

),

final as (

    select
        settled.target_id,
        settled.year,
        settled.method,
        case
            when not settled.is_within_rounding or settled.is_met_as_printed then settled.status
            when settled.is_undecided then 'within_rounding'
            else certain.status
        end as status,
        case
            when settled.is_undecided and not settled.is_met_as_printed then methods.refused_category
            else settled.category
        end as category,
        case
            when not settled.is_within_rounding then settled.reason
            when settled.is_met_as_printed then 'met_as_printed'
            when settled.observed_comparator = 'approx' then 'approximate'
            else 'rounding'
        end as reason,
        settled.is_within_rounding,
        case when settled.is_within_rounding then best.status end as best_status,
        case when settled.is_within_rounding then worst.status end as worst_status,
        settled.expected_value,
        settled.observed_value,
        case
            when not (settled.is_refused or (settled.is_undecided and not settled.is_met_as_printed)) then settled.gap
        end as gap,
        case when inputs.figure_refusal is null then settled.headroom end as gap_to_target,
        settled.distance_closed,
        case
            when not (settled.is_refused or (settled.is_undecided and not settled.is_met_as_printed)) then settled.pace
        end as pace,
        case when not settled.is_refused then settled.projected_value end as projected_value,
        case when not settled.is_refused then settled.score end as score,
        settled.required_yearly_change
    from settled
    inner join methods on settled.method = methods.method
    inner join inputs on settled.target_id = inputs.target_id and settled.year = inputs.year
    left join statuses as best on settled.best_order = best.sort_order
    left join statuses as worst on settled.worst_order = worst.sort_order
    left join statuses as certain
        on certain.sort_order = case when settled.course = 'on_course' then settled.worst_order else settled.best_order end

)

select * from final
