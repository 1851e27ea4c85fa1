"""What several documents say together: the map, tasks, targets."""
