"""How Rasa is run: in-process actions, tracker store, sanitised messages, corrections of Rasa, training."""
