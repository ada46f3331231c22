"""What a run tells of: records of links, and what became of them since an earlier run."""
