"""`python -m trainer train | evaluate | cluster | export`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from trainer import language
from trainer.backbones import names
from trainer.cli.cluster import cluster
from trainer.cli.commands import INTERRUPTED, NOT_DONE, Command, evaluate, export, train
from trainer.cli.inputs import FROM_SCRATCH
from trainer.cli.options import add_settings
from trainer.cli.output import Bars, JsonLines, Output
from trainer.config import Split
from trainer.errors import TrainerError
from trainer.text import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0: done; 1: done without some unusable files; 2: not done, with the reason; 130: stopped by Ctrl-C.
    """
    language.use(language.of_system())
    given = _parser().parse_args(arguments)
    command: Command = given.command
    output: Output = JsonLines() if given.json else Bars()
    try:
        with output:
            return command(given, output)
    except TrainerError as error:
        sys.stderr.write(f"{language.shown(error.text)}\n")
        return NOT_DONE
    except KeyboardInterrupt:
        sys.stderr.write(f"{language.shown(say('Interrupted'))}\n")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m trainer", description="Triplet-loss training")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _train_options(commands.add_parser("train", help="train on labelled pictures, or go on with it"))
    _evaluate_options(commands.add_parser("evaluate", help="measure a network on labelled pictures"))
    _cluster_options(commands.add_parser("cluster", help="sort pictures into clusters of one identity each"))
    _export_options(commands.add_parser("export", help="write a network as ONNX"))
    return parser


def _common(parser: argparse.ArgumentParser, command: Command) -> None:
    parser.add_argument("--backbone", choices=names(), help="network (small, or what the weights are of)")
    parser.add_argument("--weights", type=Path, help="a checkpoint, or published weights")
    parser.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    parser.set_defaults(command=command)


def _train_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "data", type=Path, help="folder with one folder a class, or CSV or TSV (path,label,session)"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the last and the best checkpoint")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint in --out")
    parser.add_argument("--overwrite", action="store_true", help="replace an earlier run in --out")
    parser.add_argument("--test", type=Path, help="other data to hold out, instead of a split")
    parser.add_argument("--split", choices=get_args(Split), help="what is held out (identity)")
    parser.add_argument(
        "--held-out", type=_share, metavar="SHARE", help="share that the split holds out (0.2)"
    )
    parser.add_argument("--tensorboard", type=Path, metavar="DIR", help="write curves there")
    parser.add_argument("--size", type=int, help="side of the small network's input, in pixels (64)")
    _settings(parser)
    _common(parser, train)
    add_settings(parser, FROM_SCRATCH)


def _settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--settings", type=Path, metavar="FILE", help="settings as TOML, such as an earlier run's run.toml"
    )


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError("a share is more than 0 and less than 1")
    return share


def _evaluate_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "data", type=Path, help="folder with one folder a class, or CSV or TSV (path,label,session)"
    )
    parser.add_argument("--pairs", type=Path, help="LFW's pairs.txt: its ten-fold protocol instead")
    parser.add_argument("--figure", type=Path, help="write the ROC there, as SVG")
    parser.add_argument(
        "--hardest",
        nargs=2,
        action=_Hardest,
        metavar=("N", "FILE"),
        help="write the N hardest pairs of each kind there, as a picture (.png, .jpg)",
    )
    _device(parser)
    _common(parser, evaluate)


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
            raise argparse.ArgumentError(self, "N is a whole number from 1 on")
        if Path(file).suffix.lower() not in (".png", ".jpg", ".jpeg"):
            raise argparse.ArgumentError(self, "FILE ends in .png or .jpg")
        setattr(namespace, self.dest, (int(count), Path(file)))


def _cluster_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", type=Path, help="folder of pictures, or CSV or TSV (path,label,session)")
    parser.add_argument(
        "--threshold",
        type=float,
        help="mean similarity from which on clusters are joined (that of FMR 1e-3 in training)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="PLACE",
        help="write the clusters there: a .csv file (path,label), a .json file, or else a folder of copies",
    )
    _device(parser)
    _common(parser, cluster)


def _device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", default="auto", help="where to compute (auto)")


def _export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="ONNX file to write")
    _common(parser, export)
