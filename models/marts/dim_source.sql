with observations as (

    select * from {{ ref('int_observations') }}

),

grades as (

    select * from {{ ref('source_grades') }}

),

sources as (

    select
        source_id,
        max(source_title) as title,
        max(source_grade) as source_grade,
        max(source_url) as url,
        max(published_on) as published_on,
        count(*) as observation_count
    from observations
    group by source_id

),

final as (

    select
        sources.source_id,
        sources.title,
        sources.source_grade,
        grades.grade_rank,
        grades.label_zh as source_grade_zh,
        grades.label_en as source_grade_en,
        sources.url,
        sources.published_on,
        sources.observation_count
    from sources
    inner join grades on sources.source_grade = grades.source_grade

)

select * from final
