"""Measures the assistant beside Rasa's default one."""
