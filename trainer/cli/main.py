"""`python -m trainer train | find-rate | compare | evaluate | cluster | digits | export`."""

import argparse
import math
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, get_args

from trainer import language
from trainer.cli.options import add_settings
from trainer.cli.output import Bars, JsonLines, Output
from trainer.cli.usage import INTERRUPTED, NOT_DONE, PARTLY, Parser
from trainer.compiler import leave_no_folder
from trainer.config import BACKBONES, ENTRY_POINTS, HIGHEST, LOWEST, RATES, Split
from trainer.errors import TrainerError, of_system
from trainer.language import shown
from trainer.storage.run_directory import BEST
from trainer.text import say

Command = Callable[[argparse.Namespace, Output], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0: done; 1: done without some unusable files or a callback, or nobody reads what is said; 2: not
        done, with the reason; 130: stopped by Ctrl-C.
    """
    typed = sys.argv[1:] if arguments is None else arguments
    language.use(language.asked(typed) or language.of_system())
    leave_no_folder()
    try:
        given, rest = make_parser().parse_known_args(typed)
        if rest:
            given.parser.refuse_rest(rest)
        given.parser.refuse_contradiction(given)
        given.parser.refuse_alone(given)
        output: Output = JsonLines() if given.json else Bars()
        command: Command = resolve_name(f"trainer.cli.{given.command}")  # loads torch, which help needs not
        with output:
            code = command(given, output)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough, as head has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still to be flushed
        return PARTLY
    except TrainerError as error:
        sys.stderr.write(f"{shown(error.text)}\n")
        return NOT_DONE
    except OSError as error:  # of a place that nobody may look into, or a disk that fails
        sys.stderr.write(f"{shown(of_system(error))}\n")
        return NOT_DONE
    except KeyboardInterrupt:
        sys.stderr.write(f"{shown(say('Interrupted'))}\n")
        return INTERRUPTED
    return code


def make_parser() -> Parser:
    """The parser of all commands, in the language in use."""
    parser = Parser(prog="python -m trainer", description=shown(say("Triplet-loss training")))
    _language(parser)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title=shown(say("Commands")))
    _train_options(
        commands.add_parser("train", help=shown(say("train on labelled pictures, or go on with it")))
    )
    _find_rate_options(
        commands.add_parser("find-rate", help=shown(say("look for a learning rate to train with")))
    )
    _compare_options(commands.add_parser("compare", help=shown(say("put runs side by side"))))
    _evaluate_options(
        commands.add_parser("evaluate", help=shown(say("measure a network on labelled pictures")))
    )
    _cluster_options(
        commands.add_parser("cluster", help=shown(say("sort pictures into clusters of one identity each")))
    )
    _digits_options(
        commands.add_parser("digits", help=shown(say("write handwritten digits, to try the others on")))
    )
    _export_options(commands.add_parser("export", help=shown(say("write a network as ONNX, or for the hub"))))
    return parser


def _common(parser: Parser, command: str) -> None:
    offered = entry_points(group=ENTRY_POINTS).names
    parser.add_argument(
        "--backbone",
        metavar="NAME",
        help=say(
            "network: {names}; timm:MODEL is any of timm's (small, or what the weights are of)",
            names=", ".join(sorted({*BACKBONES, *offered})),
        ),
    )
    parser.add_argument(
        "--weights", type=_weights, help=say("a run's folder, a checkpoint, or published weights")
    )
    _every(parser, command)


def _every(parser: Parser, command: str) -> None:
    parser.add_argument("--json", action="store_true", help=say("one JSON object a line on standard output"))
    _language(parser)
    parser.set_defaults(command=command, parser=parser)


def _language(parser: Parser) -> None:
    names = "|".join(language.LANGUAGES)
    parser.add_argument(
        "--language", type=_spoken, metavar=names, help=say("What the trainer speaks here: en or de.")
    )


def _spoken(name: str) -> str:
    if why := language.refusal(name):
        raise argparse.ArgumentTypeError(why)
    return name


def _train_options(parser: Parser) -> None:
    _labelled(parser)
    parser.add_argument(
        "--out", type=Path, required=True, help=say("folder for the last and the best checkpoint")
    )
    parser.add_argument("--resume", action="store_true", help=say("go on from the last checkpoint in --out"))
    parser.add_argument("--overwrite", action="store_true", help=say("replace an earlier run in --out"))
    parser.add_argument("--tensorboard", type=Path, metavar="DIR", help=say("write curves there"))
    parser.add_argument(
        "--callback", metavar="MODULE:NAME", help=say("a function of your own to call with each event")
    )
    _run_options(parser, "commands:train")


def _find_rate_options(parser: Parser) -> None:
    _labelled(parser)
    parser.add_argument("--lowest", type=float, default=LOWEST, metavar="RATE", help=say("first rate (1e-7)"))
    parser.add_argument("--highest", type=float, default=HIGHEST, metavar="RATE", help=say("last rate (1)"))
    parser.add_argument(
        "--rates", type=int, default=RATES, metavar="N", help=say("how many are tried, a step each (100)")
    )
    parser.add_argument(
        "--csv", type=Path, metavar="FILE", help=say("write every rate there with its loss, as CSV")
    )
    parser.add_argument("--figure", type=Path, metavar="FILE", help=say("write the curve there, as SVG"))
    _overwrite(parser)
    _run_options(parser, "find_rate:find_rate")


def _run_options(parser: Parser, command: str) -> None:
    """Options of a run, which is trained or tried."""
    parser.add_argument("--test", type=Path, help=say("other data to hold out, instead of a split"))
    parser.add_argument(
        "--split",
        choices=get_args(Split),
        help=say("what is held out: whole identities, or some sessions of each (identity)"),
    )
    parser.add_argument(
        "--held-out",
        type=_share,
        metavar="SHARE",
        help=say("share that the split holds out (0.2)"),
    )
    parser.add_argument("--size", type=int, help=say("input side of small (64) and of timm's, in pixels"))
    _settings(parser)
    _common(parser, command)
    add_settings(parser)


def _settings(parser: Parser) -> None:
    parser.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help=say("settings as TOML, such as an earlier run's run.toml"),
    )


def _labelled(parser: Parser) -> None:
    parser.add_argument(
        "data", type=Path, help=say("folder with one folder a class, or CSV or TSV (path,label,session)")
    )


def _weights(text: str) -> Path:
    best = Path(text) / BEST
    return best if best.is_file() else Path(text)


def _share(text: str) -> float:
    with suppress(ValueError):
        if 0 < (share := float(text)) < 1:
            return share
    raise argparse.ArgumentTypeError(say("a share is more than 0 and less than 1"))


def _similarity(text: str) -> float:
    with suppress(ValueError):
        if math.isfinite(similarity := float(text)):
            return similarity
    raise argparse.ArgumentTypeError(say("a similarity is a number, such as 0.4"))


def _compare_options(parser: Parser) -> None:
    parser.add_argument(
        "runs", type=Path, nargs="+", metavar="RUN", help=say("a run's folder, or a folder of them")
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE.html", help=say("write the table and the curves there")
    )
    _overwrite(parser)
    _every(parser, "compare:compare")


def _evaluate_options(parser: Parser) -> None:
    _labelled(parser)
    parser.add_argument(
        "--held-out", action="store_true", help=say("measure only pictures that the run was not trained on")
    )
    parser.add_argument("--pairs", type=Path, help=say("LFW's pairs.txt: its ten-fold protocol instead"))
    parser.add_argument("--figure", type=Path, help=say("write the ROC there, as SVG"))
    parser.add_argument(
        "--hardest",
        nargs=2,
        action=_Hardest,
        metavar=("N", "FILE"),
        help=say("write the N hardest pairs of each kind there, as a picture (.png, .jpg)"),
    )
    _overwrite(parser)
    _device(parser)
    _common(parser, "commands:evaluate")


class _Hardest(argparse.Action):
    """Takes how many pairs, and the file for the picture of them."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        _: str | None = None,
    ) -> None:
        count, file = values
        if not count.isdecimal() or not int(count):
            raise argparse.ArgumentError(self, say("N is a whole number from 1 on"))
        if Path(file).suffix.lower() not in (".png", ".jpg", ".jpeg"):
            raise argparse.ArgumentError(self, say("FILE ends in .png or .jpg"))
        setattr(namespace, self.dest, (int(count), Path(file)))


def _cluster_options(parser: Parser) -> None:
    parser.add_argument("data", type=Path, help=say("folder of pictures, or CSV or TSV (path,label,session)"))
    parser.add_argument(
        "--threshold",
        type=_similarity,
        help=say("mean similarity from which on clusters are joined (that of FMR 1e-3 in training)"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="PLACE",
        help=say(
            "write the clusters there: a .csv file (path,label), a .json file, or else a folder of copies"
        ),
    )
    _overwrite(parser)
    _device(parser)
    _common(parser, "cluster:cluster")


def _digits_options(parser: Parser) -> None:
    parser.add_argument("folder", type=Path, help=say("folder to write them to"))
    _every(parser, "digits:digits")


def _overwrite(parser: Parser) -> None:
    parser.add_argument("--overwrite", action="store_true", help=say("replace a file that is there already"))


def _device(parser: Parser) -> None:
    parser.add_argument("--device", default="auto", help=say("where to compute (auto)"))


def _export_options(parser: Parser) -> None:
    parser.add_argument("file", type=Path, help=say("ONNX file to write, or the folder of --hub"))
    parser.add_argument(
        "--hub", action="store_true", help=say("write a folder for the Hugging Face hub, with a model card")
    )
    parser.add_argument(
        "--licence", "--license", metavar="ID", help=say("of the weights, such as mit: the hub needs one")
    )
    parser.add_argument(
        "--base-model", metavar="ID", help=say("the hub's name of the network that it began as")
    )
    _overwrite(parser)
    _common(parser, "commands:export")
