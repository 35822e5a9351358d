"""Understanding how sellers write: what is an insole, and which attributes its texts tell."""
