"""targeting: which users the flags of ToggleMaster are on for."""
