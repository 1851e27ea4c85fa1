"""Files that are saved from what is shown: layout and nothing else."""
