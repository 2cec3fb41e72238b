"""All that stands around the videos: posters, captions, transcripts, pages, snippets and the manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from leerdal.engine.runlog import RunLog
from leerdal.film import provenance
from leerdal.film.cache import hash_of, library_versions
from leerdal.film.captions import chapters_vtt, to_srt
from leerdal.film.choices import Choices
from leerdal.film.clips import Clip
from leerdal.film.making import Making
from leerdal.film.manifest import ChapterEntry, write_manifest
from leerdal.film.publish import meta
from leerdal.film.publish.page import PLATFORMS, ClipView, Listed, Pages, Snippet, Source, asset, data_address
from leerdal.film.publish.poster import picture_at, save_card, save_poster
from leerdal.film.publish.transcript import markdown
from leerdal.film.publish.video import VideoFacts, facts
from leerdal.film.render import Cut
from leerdal.language.decimals import decimals
from leerdal.language.words import Words
from leerdal.story.evidence import Evidence
from leerdal.story.evidence.facts import data_name, trainer

__all__ = ["Bundle"]

EMBED_BYTES = 10_000
"""For embed.html and film.css together; a transcript that does not fit in is linked to."""
NARROW = "(max-width: 48rem)"
"""Screens on which a video of 720 lines is as good as a larger one."""


@dataclass
class Bundle:
    """The bundle of one film in one language.

    `videos` gives the sources of each clip by its stem, the master first; `previews` those that move; `slides` is
    the page of the slides, where there are any.
    """

    making: Making
    words: Words
    log: RunLog
    choices: Choices
    cut: Cut
    videos: Mapping[str, Sequence[str]]
    previews: Mapping[str, Sequence[str]] = field(default_factory=dict)
    base_url: str = ""
    slides: str = ""

    def write(self) -> None:
        """Write every file that is not a video; the manifest last."""
        making = self.making
        for name in ("film.css", "page.css", "copy.js"):
            making.text(name, asset(name))
        self.facts: dict[str, VideoFacts] = {}
        self.pages = Pages(self.words, making.address("film.css"), making.address("page.css"))
        views = [self._clip(clip) for clip in self.cut.clips]
        making.text(provenance.NAME, provenance.provenance_text(self.cut.provenance))
        records = [
            ("manifest.json", self.words.say("page-manifest")),
            (provenance.NAME, self.words.say("page-provenance")),
        ]
        run = run_facts(self.log, self.words)
        copy = making.address("copy.js")
        making.text("index.html", self.pages.index(self.log.name, views, run, records, copy, self.slides))
        self._manifest()

    # -- one clip -------------------------------------------------------------------------------

    def _clip(self, clip: Clip) -> ClipView:
        """Write all that belongs to a clip."""
        stem, making, words = clip.stem, self.making, self.words
        self._pictures(clip)
        making.text(f"{stem}.srt", to_srt(clip.captions, clip.fps))
        vtt = (making.folder / f"{stem}.vtt").read_text(encoding="utf-8")
        chapters = ""
        if len(clip.parts) > 1:
            chapters = chapters_vtt([(part.title, part.start, part.end) for part in clip.parts], clip.fps)
            making.text(f"{stem}.chapters.vtt", chapters)
        making.text(f"{clip.page}.transcript.md", markdown(clip, words))
        master = self.videos[stem][0]
        view = ClipView(
            clip,
            self._sources(stem),
            making.address(f"{stem}.poster.webp"),
            making.address(f"{stem}.vtt"),
            data_address(vtt),
            making.address(f"{stem}.chapters.vtt") if chapters else "",
            data_address(chapters) if chapters else "",
            making.address(master),
            self._size(master),
            f"{clip.page}.transcript.html",
        )
        moving = [name for name in self.previews.get(stem, ()) if name.endswith(".webp")]
        view.preview = making.address(moving[0]) if moving else ""
        making.text(f"{clip.page}.transcript.html", self.pages.transcript(view))
        self._player(view)
        self._snippets(view)
        view.files = self._listed(view)
        return view

    def _pictures(self, clip: Clip) -> None:
        making, master = self.making, self.videos[clip.stem][0]
        made_of = hash_of([making.hash(master), clip.poster, library_versions(("pillow",))])
        ground = self._ground()

        def poster(path: Path) -> None:
            save_poster(picture_at(making.folder / master, clip.poster), path)

        def card(path: Path) -> None:
            save_card(picture_at(making.folder / master, clip.poster), path, ground)

        making.file(f"{clip.stem}.poster.webp", made_of, poster)
        making.file(f"{clip.stem}.card.jpg", hash_of([made_of, ground]), card)

    def _ground(self) -> str:
        from leerdal.scenes.look import THEMES

        return str(THEMES[self.choices.theme].ground)

    def _facts(self, name: str) -> VideoFacts:
        if name not in self.facts:
            self.facts[name] = facts(self.making.folder / name)
        return self.facts[name]

    def _sources(self, stem: str) -> list[Source]:
        """Small screens take the small video; others the best that they can play, AV1 before H.264."""

        def place(name: str) -> tuple[bool, bool, int]:
            found = self._facts(name)
            return (not small(name), not found.codecs.startswith("av01"), -found.height)

        def small(name: str) -> bool:
            return self._facts(name).height < self._facts(self.videos[stem][0]).height

        return [
            Source(self.making.address(name), self._facts(name).type, NARROW if small(name) else "")
            for name in sorted(self.videos[stem], key=place)
        ]

    def _player(self, view: ClipView) -> None:
        """The page for a frame, and what other sites read where the address is known."""
        making, clip, base = self.making, view.clip, self.base_url
        name = f"{clip.page}.player.html"
        if base:
            description = self.words.say("page-description")
            url, card = base + name, base + making.address(f"{clip.stem}.card.jpg")
            about = (description, url, card, base + view.download)
            found = self._facts(self.videos[clip.stem][0])
            view.player = name  # frames elsewhere go on working when the page changes
            oembed = meta.oembed(clip, self.pages.fetched_frame(view, base), view.frame_size, card)
            making.text(f"{clip.page}.oembed.json", json.dumps(oembed, ensure_ascii=False, indent=1) + "\n")
            page = self.pages.player(
                view,
                meta.graph(clip, self.words.say("language-locale"), *about, found),
                meta.linked_data(clip, self.words.language, *about, found),
                url,
                f"{base}{clip.page}.oembed.json",
            )
        else:
            page = self.pages.player(view, (), None, "", "")
        making.text(name, page)
        view.player = name

    def _snippets(self, view: ClipView) -> None:
        """What is pasted, as files and on the author's page."""
        pages, say, base, clip = self.pages, self.words.say, self.base_url, view.clip
        room = EMBED_BYTES - self.making.bytes("film.css")
        whole = len(pages.embed(view, base, whole=True).encode()) <= room
        embed = pages.embed(view, base, whole)
        self.making.text(f"{clip.page}.embed.html", embed)
        view.snippets = [
            Snippet("html", say("page-paste-html"), embed),
            Snippet("frame", say("page-paste-frame"), pages.frame(view, base)),
        ]
        if view.preview:
            view.snippets.append(Snippet("teaser", say("page-paste-teaser"), pages.teaser(view, base)))
        for platform in PLATFORMS:
            name = f"snippets/{platform.lower()}/{clip.name}.html"
            self.making.text(name, pages.platform(platform, view, base, whole))
            view.platforms.append((platform, name))

    def _listed(self, view: ClipView) -> list[Listed]:
        """The clip's files, for the author's table."""
        clip, say = view.clip, self.words.say
        stem, page = clip.stem, clip.page
        found: list[tuple[str, str]] = []
        for name in self.videos[stem]:
            video = self._facts(name)
            codec = "AV1" if video.codecs.startswith("av01") else "H.264"
            size = {"codec": codec, "width": str(video.width), "height": str(video.height)}
            found.append((name, say("page-kind-video", **size)))
        found += [(f"{stem}.poster.webp", say("page-kind-poster")), (f"{stem}.card.jpg", say("page-kind-card"))]
        for name in self.previews.get(stem, ()):
            kind = "video" if name.endswith(".mp4") else "picture"
            found.append((name, say(f"page-kind-preview-{kind}")))
        found += [(f"{stem}.vtt", say("page-kind-captions")), (f"{stem}.srt", say("page-kind-captions"))]
        found += [(f"{stem}.chapters.vtt", say("page-kind-chapters"))] if view.chapters else []
        found += [(f"{page}.transcript.{end}", say("page-kind-transcript")) for end in ("html", "md")]
        found += [(f"{page}.embed.html", say("page-kind-embed")), (f"{page}.player.html", say("page-kind-player"))]
        found += [(f"{page}.oembed.json", say("page-kind-oembed"))] if self.base_url else []
        return [Listed(name.rpartition("/")[2], name, what, self._size(name)) for name, what in found]

    def _size(self, name: str) -> str:
        """A file's size as a reader writes it."""
        size = self.making.bytes(name)
        return (
            f"{self.words.number(size / 1e6, 1)} MB"
            if size >= 1e6
            else f"{self.words.number(max(1.0, size / 1e3), 0)} kB"
        )

    # -- what was made from what ------------------------------------------------------------------

    def _manifest(self) -> None:
        making, log, quality, film = self.making, self.log, self.choices.quality, self.cut.film
        files: dict[str, dict[str, object]] = {}
        for name, made_of in making.made_of.items():
            files[name] = {"bytes": making.bytes(name), "sha256": making.hash(name), "made_of": made_of}
            if name in self.facts:
                video = self.facts[name]
                files[name] |= {"type": video.type, "width": video.width, "height": video.height}
        entries = [
            ChapterEntry(
                clip.name,
                clip.title,
                self.videos[clip.stem][0],
                f"{clip.stem}.vtt",
                clip.frames,
                part.start,
                part.end,
                record.numbers,
            )
            for clip, part, record in zip(self.cut.chapters, film.parts, self.cut.records, strict=True)
        ]
        run: dict[str, object] = {"name": log.name, "id": log.run_id, "digest": log.digest()}
        run["config"] = _plain(log.config)
        if rival := self.choices.rival():
            run["against"] = {"name": rival.name, "id": rival.run_id, "digest": rival.digest()}
        run["hero"] = self.choices.hero
        picture = {
            "language": self.words.language,
            "theme": self.choices.theme,
            "shape": self.choices.shape,
            "provenance_line": self.choices.provenance_line,
            "voice": self.choices.voice and self.choices.voice.kind,
            **quality.settings(),
        }
        write_manifest(making.folder, files, run, picture, entries, film.frames, quality.fps)


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


def _plain(config: object) -> dict[str, object]:
    return {name: value for name, value in vars(config).items() if not name.startswith("_")}
