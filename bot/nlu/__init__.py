"""Understanding: Rasa graph components around the spaCy reader of messages.

Rasa finds the components by the names in config.yml ("bot.nlu.extractor.SolewiseExtractor" and so on).
"""
