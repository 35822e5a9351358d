"""The assistant's shell: understanding, wording, channels, and how Rasa is run. It knows no advice."""
