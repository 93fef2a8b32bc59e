"""flag: the feature flags of ToggleMaster."""
