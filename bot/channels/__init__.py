"""Where messages come in and answers go out; a channel knows nothing of the advice."""
