"""All files of a bundle, as a table: what each is called, what it is to an author, and what makes it.

An output is a function of a `View` and a row of `OUTPUTS`; whatever it writes it escapes in its own way.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import log2
from pathlib import Path

from leerdal.engine.runlog import RunLog
from leerdal.files import write_text
from leerdal.film import provenance
from leerdal.film.cache import hash_of, library_versions
from leerdal.film.captions import chapters_vtt, to_srt
from leerdal.film.clips import Clip
from leerdal.film.manifest import NAME
from leerdal.film.publish import meta
from leerdal.film.publish.av1 import av1
from leerdal.film.publish.inventory import manifest_text
from leerdal.film.publish.page import PLAIN_KEYS, asset, embed, fill
from leerdal.film.publish.platforms import PLATFORMS, snippet
from leerdal.film.publish.poster import picture_at, save_card, save_poster
from leerdal.film.publish.preview import make_gif, make_preview, make_webp
from leerdal.film.publish.transcript import markdown
from leerdal.film.publish.video import H264, Recipe, budget, facts, fitting, kept, placed_copy
from leerdal.film.publish.view import EXTRAS, VIDEOS, Bundle, View
from leerdal.language.decimals import decimals
from leerdal.language.words import Words
from leerdal.story.evidence import Evidence
from leerdal.story.evidence.facts import data_name, trainer

__all__ = ["OUTPUTS", "PAGE_KEYS", "Output", "write_outputs"]

MASTER, SMALL, AV1 = VIDEOS
Made = tuple[str, Callable[[Path], object]]
"""A hash of all that a file is made from, and what makes it."""


@dataclass(frozen=True)
class Output:
    """A file of every clip ({stem}: film or chapters/valley; {name}: film or valley), or of the whole bundle.

    `make` gives its text; or what it is made from and what makes it; or None where there is none, or it is drawn
    already. It may ask for the address of any output above it. What needs no extra is made by `leerdal film`, too.

    Raises:
        ValueError: it needs an extra that there is not, or is of the whole bundle and would be listed with every clip.

    """

    name: str
    make: Callable[[View], str | Made | None]
    kind: str = ""  # message page-kind-… of the author's table, which shows files in the order of this one
    needs: str = ""  # one of EXTRAS
    of_drawn: bool = False  # made of videos as they were drawn: before those are made lighter

    def __post_init__(self) -> None:
        if (self.needs and self.needs not in EXTRAS) or (self.kind and "{" not in self.name):
            raise ValueError(f"{self.name}: needs {self.needs!r} of {EXTRAS}, and is of the kind {self.kind!r}")


def write_outputs(bundle: Bundle) -> None:
    """Write every file of the bundle, whose videos are drawn; the manifest last."""
    for output in sorted(OUTPUTS, key=lambda output: not output.of_drawn):
        for view in bundle.views if "{" in output.name else bundle.views[:1]:
            made = output.make(view) if not output.needs or output.needs in bundle.extras else None
            if isinstance(made, str):
                bundle.build.text(view.named(output.name), made)
            elif made is not None:
                bundle.build.file(view.named(output.name), *made)
    bundle.build.remove_stale()
    write_text(bundle.build.folder / NAME, manifest_text(bundle))


def copied(name: str, view: View) -> str:
    """A style sheet or script as it is."""
    return asset(name)


def drawn(view: View) -> None:
    """What the production has put there already."""


def fitted(name: str, view: View) -> Made | None:
    """An H.264 video encoded again where it is heavier than its budget."""
    if not view.has(name):
        return None
    path, clip, bundle = view.path(name), view.clip, view.bundle
    found, quality = facts(path), bundle.choices.quality
    limit = budget(min(found.width, found.height), found.seconds)
    if found.bytes <= limit or quality.preset == "ultrafast":  # a draft is for looking once
        return None
    # Six steps of crf halve a file, and a slower preset with fewer keyframes than segments saves a third or more:
    # begin where it may just fit, which may be with a lower crf than before.
    first = quality.crf + round(6 * log2(found.bytes / limit / 1.5))
    keyframes = tuple(part.start for part in clip.parts)
    recipe = Recipe("libx264", tuple(range(first, first + 16, 2)), H264, keyframes=keyframes)

    def encode(copy: Path) -> None:
        told = bundle.screen.frames(f"{clip.title}, heavier than its budget, made smaller", clip.frames)
        fitting(path, copy, recipe, limit, "the video", told)

    key = recipe.key(path)
    return key, lambda out: placed_copy(kept(bundle.cache, key, encode), out)


def _poster_made_of(view: View) -> str:
    return hash_of([view.hash(MASTER), view.clip.poster, library_versions(("pillow",))])


def poster(view: View) -> Made:
    """The picture before playing."""
    path, frame = view.path(MASTER), view.clip.poster
    return _poster_made_of(view), lambda out: save_poster(picture_at(path, frame), out)


def card(view: View) -> Made:
    """The picture for those who share it."""
    path, frame, ground = view.path(MASTER), view.clip.poster, view.bundle.ground
    return hash_of([_poster_made_of(view), ground]), lambda out: save_card(picture_at(path, frame), out, ground)


def preview(make: Callable[[Path, Clip, Path], None], view: View) -> Made:
    """What moves in a list of posts."""
    return f"{view.hash(MASTER)} {view.clip.poster}", partial(make, view.path(MASTER), view.clip)


def chapters(view: View) -> str | None:
    """A track of chapters, where there are several."""
    parts = view.clip.parts
    return chapters_vtt([(p.title, p.start, p.end) for p in parts], view.clip.fps) if len(parts) > 1 else None


def page(template: str, view: View, **values: object) -> str:
    """What a template makes of a clip."""
    return fill(template, view.bundle, view=view, **values)


def oembed(view: View) -> str:
    """What other sites read that fetch a frame."""
    frame = page("frame.html", view, base=view.bundle.base_url, pasted=False)
    return json.dumps(meta.oembed(view, frame), ensure_ascii=False, indent=1) + "\n"


def index(view: View) -> str:
    """The author's page."""
    film, *others = view.bundle.views
    run = run_facts(view.bundle.log, view.bundle.words)
    shown = {"pastes": pastes, "listed": listed, "platforms": PLATFORMS}
    return fill("index.html", view.bundle, film=film, chapters=others, run=run, **shown)


def pastes(view: View) -> list[tuple[str, str]]:
    """What is pasted from the author's page: messages page-paste-…, with the HTML."""
    base = view.bundle.base_url
    found = [("html", embed(view, base)), ("frame", page("frame.html", view, base=base, pasted=True))]
    return found + ([("teaser", page("teaser.html", view, base=base))] if view.has("{stem}.preview.webp") else [])


def listed(view: View) -> list[tuple[str, str, str]]:
    """The clip's files for the author's table: name, what it is, and size."""
    return [
        (view.named(output.name), _what(output, view), view.size(output.name))
        for output in OUTPUTS
        if output.kind and view.has(output.name)
    ]


def _what(output: Output, view: View) -> str:
    known: dict[str, str] = {}
    if output.kind == "video":
        video = view.facts(output.name)
        codec = "AV1" if video.codecs.startswith("av01") else "H.264"
        known = {"codec": codec, "width": str(video.width), "height": str(video.height)}
    return view.bundle.words.say(f"page-kind-{output.kind}", **known)


def run_facts(log: RunLog, words: Words) -> list[tuple[str, str]]:
    """The training run in a few lines, in the words of the end card."""
    number, config, evidence = partial(words.argument, decimals=0), log.config, Evidence(log)
    rate = words.argument(config.rate, decimals(config.rate))
    said = {
        "data": words.say(
            "end-data",
            name=str(data_name(evidence).value),
            train=number(len(log.digits.train)),
            test=number(len(log.digits.test)),
        ),
        "network": words.say(
            "end-network", sizes="-".join(map(str, config.sizes)), count=number(log.layout.parameters)
        ),
        "start": words.say("end-start", seed=number(config.seed))
        if log.native
        else words.say("end-start-other", trainer=str(trainer(evidence).value)),
        "step": words.say("end-step", rate=rate, batch=number(config.batch)),
        "length": words.say("end-length", epochs=number(config.epochs), steps=number(log.steps)),
        "run": words.say("end-run", id=log.run_id),
    }
    return [(words.say(f"end-name-{name}"), value) for name, value in said.items()]


OUTPUTS = (
    *(Output(name, partial(copied, name)) for name in ("film.css", "page.css", "copy.js")),
    Output(MASTER, partial(fitted, MASTER), "video", "published"),
    Output(SMALL, partial(fitted, SMALL), "video", "published"),
    Output(AV1, av1, "video", "full", of_drawn=True),
    Output("{stem}.poster.webp", poster, "poster"),
    Output("{stem}.card.jpg", card, "card"),
    Output("{stem}.preview.mp4", partial(preview, make_preview), "preview-video", "full", of_drawn=True),
    Output("{stem}.preview.webp", partial(preview, make_webp), "preview-picture", "full", of_drawn=True),
    Output("{stem}.preview.gif", partial(preview, make_gif), "preview-picture", "gif", of_drawn=True),
    Output("{stem}.vtt", drawn, "captions"),
    Output("{stem}.srt", lambda view: to_srt(view.clip.captions, view.clip.fps), "captions"),
    Output("{stem}.chapters.vtt", chapters, "chapters"),
    Output("{name}.transcript.html", partial(page, "transcript.html"), "transcript"),
    Output("{name}.transcript.md", lambda view: markdown(view.clip, view.bundle.words), "transcript"),
    Output("{name}.embed.html", lambda view: embed(view, view.bundle.base_url), "embed"),
    Output("{name}.player.html", partial(page, "player.html", meta=meta), "player"),
    Output("{name}.oembed.json", oembed, "oembed", "base"),
    *(Output(f"snippets/{row.key}/{{name}}.html", partial(snippet, row)) for row in PLATFORMS),
    Output(provenance.NAME, lambda view: provenance.provenance_text(view.bundle.cut.provenance)),
    Output("index.html", index),
)
PAGE_KEYS = (*PLAIN_KEYS, *(f"kind-{output.kind}" for output in OUTPUTS if output.kind))
"""What the pages say: messages ``page-…`` of the catalogue."""
