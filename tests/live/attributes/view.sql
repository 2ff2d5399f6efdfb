select a, b from ${references}unkeyed
