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

-- Where a target of about so much gives another status at its other end.
target_ends as (

    select
        readings.target_id,
        readings.year,
        readings.method
    from readings
    inner join figures
        on
            readings.target_id = figures.target_id
            and readings.year = figures.year
            and readings.method = figures.method
    where readings.reading = 'target_end' and readings.status <> figures.status

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

-- A method's own word for a status that a reading gives.
claims as (

    select
        target_id,
        year,
        method,
        status,
        min(category) as category
    from readings
    group by target_id, year, method, status

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
        not figures.is_refused and ends.course_count > 1 as is_of_both_courses,
        -- An office's own method takes figure and target for exactly what is printed, unless that is about so much.
        methods.takes_figure_as_printed
        and coalesce(figures.observed_comparator = 'eq', false)
        and target_ends.target_id is null as is_taken_as_printed,
        target_ends.target_id is not null as is_moved_by_target,
        methods.refused_category
    from figures
    inner join ends
        on
            figures.target_id = ends.target_id
            and figures.year = ends.year
            and figures.method = ends.method
    inner join methods on figures.method = methods.method
    left join target_ends
        on
            figures.target_id = target_ends.target_id
            and figures.year = target_ends.year
            and figures.method = target_ends.method
    left join statuses as figure_statuses on figures.status = figure_statuses.status

),

decided as (

    select
        *,
        is_met_as_printed or is_taken_as_printed as is_figure_decisive,
        is_of_both_courses and not (is_met_as_printed or is_taken_as_printed) as is_undecided
    from settled

),

final as (

    select
        decided.target_id,
        decided.year,
        decided.method,
        case
            when not decided.is_within_rounding or decided.is_figure_decisive then decided.status
            when decided.is_undecided then 'within_rounding'
            else certain.status
        end as status,
        case
            when decided.is_undecided then decided.refused_category
            when not decided.is_within_rounding or decided.is_figure_decisive or certain.status = decided.status
                then decided.category
            else claims.category
        end as category,
        case
            when not decided.is_within_rounding then decided.reason
            when decided.is_met_as_printed then 'met_as_printed'
            when decided.observed_comparator = 'approx' then 'approximate'
            when decided.is_moved_by_target then 'approximate_target'
            else 'rounding'
        end as reason,
        decided.is_within_rounding,
        case when decided.is_within_rounding then best.status end as best_status,
        case when decided.is_within_rounding then worst.status end as worst_status,
        decided.expected_value,
        decided.observed_value,
        case when not (decided.is_refused or decided.is_undecided) then decided.gap end as gap,
        case when inputs.figure_refusal is null then decided.headroom end as gap_to_target,
        decided.distance_closed,
        case when not (decided.is_refused or decided.is_undecided) then decided.pace end as pace,
        case when not decided.is_refused then decided.projected_value end as projected_value,
        case when not decided.is_refused then decided.score end as score,
        decided.required_yearly_change
    from decided
    inner join inputs on decided.target_id = inputs.target_id and decided.year = inputs.year
    left join statuses as best on decided.best_order = best.sort_order
    left join statuses as worst on decided.worst_order = worst.sort_order
    left join statuses as certain
        on certain.sort_order = case when decided.course = 'on_course' then decided.worst_order else decided.best_order end
    left join claims
        on
            decided.target_id = claims.target_id
            and decided.year = claims.year
            and decided.method = claims.method
            and certain.status = claims.status

)

select * from final
