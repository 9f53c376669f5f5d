"""How fast a catalogue is built from a dump, how much memory that takes, and how fast names are found in it.

    python -m tests.bench.catalogue [--items 200000] [--pack zst]

The dump is made on the spot in the mix of the real one (``tests.wikidata_dump``); the figures of a run are in the
changelog of the day on which they were measured. Nothing is held to them here: times on a busy machine say little.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import zstandard

from kg.catalogue import Catalogue, load, load_core
from kg.catalogue.build import import_dump
from kg.link.candidates import find, index
from tests.wikidata_dump import crowd, write_dump


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=200_000)
    parser.add_argument("--pack", choices=["json", "gz", "zst"], default="json")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dump = made(Path(folder), arguments.items, arguments.pack)
        out = Path(folder) / "built.db"
        core = load_core()
        core.lookup("")
        before, start = memory(), time.process_time()
        parted: list[float] = []
        built, tally = import_dump(dump, out, core, told=lambda *_: parted.append(time.process_time()))
        spent = time.process_time() - start
        read = parted[-1] - start if parted else spent
        print(f"dump          {tally.lines:,} entities, {dump.stat().st_size / 1e6:,.0f} MB ({arguments.pack})")
        print(f"reading       {len(parted) * 20_000 / read:,.0f} entities a second and core")
        print(f"all           {tally.lines / spent:,.0f} entities a second and core ({tally.kept:,} items kept aside)")
        print(f"memory        {memory() - before:,.0f} MB more at the peak")
        print(f"catalogue     {built.records:,} records, {out.stat().st_size / 1e6:,.1f} MB")
        for name, known in (("core", load_core()), ("built", load(out))):
            looked_up(name, known)


def made(folder: Path, items: int, pack: str) -> Path:
    plain = folder / "dump.json"
    write_dump(plain, crowd(items))
    if pack == "json":
        return plain
    packed = folder / f"dump.json.{pack}"
    packed.write_bytes(gzip.compress(plain.read_bytes(), 6) if pack == "gz" else zstandard.compress(plain.read_bytes()))
    return packed


def memory() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def looked_up(name: str, known: Catalogue) -> None:
    """Mean times of look-ups, with the words for countries made before."""
    idx = index(known)
    chance = random.Random(1)
    records = chance.sample(list(known), 3_000)
    names = [(r.label, r.type) for r in records]
    slips = [r.label[:4] + r.label[5:] for r in records if r.type != "Person" and len(r.label) > 8][:500]
    known.lookup("x"), known.sounding("a b"), known.alike("abcdefgh", 90.0, 4), known.surnamed("x")
    print(f"{name:13} name {micro(lambda: [known.lookup(n) for n, _ in names], len(names)):6.1f} µs", end="")
    print(f"  sound {micro(lambda: [known.sounding(n) for n, _ in names], len(names)):6.1f} µs", end="")
    print(f"  likeness {micro(lambda: [known.alike(s.lower(), 90.0, 4) for s in slips], len(slips)):7.1f} µs", end="")
    print(f"  all candidates of a mention {micro(lambda: [find([n], t, idx) for n, t in names], len(names)):6.1f} µs")


def micro(work: Callable[[], object], count: int) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) / count * 1e6


if __name__ == "__main__":
    main()
