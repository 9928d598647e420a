"""The rules of the detector once more, in plain numpy and torch, to check the Java code by."""
