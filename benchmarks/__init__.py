"""Speed, as ratios against a baseline measured in the same run. These are no tests: nothing here can fail."""
