"""Engines run units of work: in this process, in other processes, or on a cluster."""
