"""One training, in a process of its own: `python -m bot.server.train FOLDER NAME anew|changed`."""

from __future__ import annotations

import sys

from bot.server.quiet import hush

hush()

from bot.server.settings import ROOT  # noqa: E402 - Rasa speaks while it loads unless it was hushed before


def main() -> int:
    """Train from config.yml, bot/domain/ and nlu_data/ in the working folder; print Rasa's complaints."""
    folder, name, how = sys.argv[1:4]
    from rasa.model_training import train
    from rasa.shared.exceptions import RasaException
    from rasa.shared.utils.cli import print_error

    sys.path.insert(0, str(ROOT))
    try:
        result = train(
            domain="bot/domain",
            config="config.yml",
            training_files=["nlu_data"],
            output=folder,
            force_training=how == "anew",
            fixed_model_name=name.removesuffix(".tar.gz"),
        )
    except RasaException as error:
        print_error(str(error))
        return 1
    return int(result.code or 0)


if __name__ == "__main__":
    sys.exit(main())
