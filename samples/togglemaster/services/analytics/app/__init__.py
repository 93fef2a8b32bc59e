"""analytics: how often the flags of ToggleMaster were on and off."""
