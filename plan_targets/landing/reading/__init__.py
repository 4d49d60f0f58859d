"""Files and cells: what stands in a file, whatever its form, before anybody asks what it means."""
