"""What dbt loads with every command (`plugins` in profiles.yml): its build file before, and its publication after."""
