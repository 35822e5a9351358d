"""What all messaging platforms share: from a signed update to a delivered answer."""
