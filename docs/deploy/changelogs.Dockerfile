# The image of a project: the program and the changelogs of one release of it.
FROM registry.example/strata:0.1.0
COPY db /changelogs
