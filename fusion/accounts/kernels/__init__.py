"""Loops over bytes, hashes and integers, compiled: no Python object per word or pair."""
