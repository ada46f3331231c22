"""The main job on a copy of the seeds, against a small web of its own on loopback."""
