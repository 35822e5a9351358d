"""The adviser's mind: plain Python over the catalogue and the files of ``seeds/``. It knows no Rasa and no wording."""
