"""A voice: lines to read, recordings checked and levelled, films that wait for them, and bad recordings refused."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from calling import call, in_folder_with_run
from numpy.typing import NDArray
from scipy.io import wavfile
from scipy.signal import lfilter

from leerdal.errors import UserError
from leerdal.film.choices import choose
from leerdal.film.options import DrawOptions
from leerdal.film.publish.video import H264, Recipe, facts, fitting
from leerdal.film.soundtrack import RATE
from leerdal.film.voice.draft import speak
from leerdal.film.voice.lines import Line, rehearse
from leerdal.film.voice.load import Voice, check_voice, load_voice
from leerdal.film.voice.recording import levelled, read_recording

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("voice")]  # one worker makes the films, once
LOOK = "cold-open_c00-look"
START = "cold-open_c00-start"
FILM = ["--run", "small", "--lang", "en", "--chapter", "cold-open", "--quality", "draft", "--fps", "5"]


def tone(path: Path, seconds: float, level: float = 0.2, rate: int = 44100) -> Path:
    """A tone of 440 Hz, as 16-bit WAV."""
    wave = level * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate)) / rate)
    wavfile.write(path, rate, (wave * 32767).astype(np.int16))
    return path


def heard(path: Path) -> NDArray[np.float64]:
    """The sound of a file from its first moment on."""
    with av.open(str(path)) as source:
        pieces = [frame.to_ndarray().mean(axis=0) for frame in source.decode(audio=0)]
    return np.concatenate(pieces).astype(np.float64)


def lufs(samples: NDArray[np.float64]) -> float:
    """Loudness without gates: the two filters and the offset that ITU-R BS.1770-5 gives for 48 kHz."""
    shelf = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1, -1.69065929318241, 0.73248077421585])
    high = ([1, -2, 1], [1, -1.99004745483398, 0.99007225036621])
    weighted = lfilter(*high, lfilter(*shelf, samples))
    return float(-0.691 + 10 * np.log10(np.mean(weighted**2)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a run, its script in `voice`, the silent film, and one with two lines spoken."""
    place = tmp_path_factory.mktemp("voice")
    with in_folder_with_run(place):
        assert call("film", *FILM, "--out", "silent") == 0
        assert call("script", "--run", "small", "--lang", "en", "--chapter", "cold-open", "--out", "voice") == 0
        tone(place / "voice" / f"{LOOK}.wav", 6.0)
        tone(place / "voice" / f"{START}.wav", 7.3, 0.9)
        assert call("film", *FILM, "--out", "spoken", "--voice", "voice") == 0
    return place


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the run and of the recordings, to be spoilt; the working folder."""
    shutil.copytree(made / "runs", tmp_path / "runs")
    shutil.copytree(made / "voice", tmp_path / "voice")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cues(folder: Path) -> dict[str, tuple[int, int]]:
    """Frames of every line in the film."""
    (chapter,) = json.loads((folder / "provenance.json").read_text("utf-8"))["chapters"]
    return {caption["key"]: tuple(caption["film_frames"]) for caption in chapter["captions"]}


def test_the_script_lists_every_line_that_is_said(made: Path) -> None:
    """Ids and texts on the sheet are those of the captions, and the PDF is one."""
    captions = json.loads((made / "silent/small/en-cold-open/provenance.json").read_text("utf-8"))["chapters"][0][
        "captions"
    ]
    sheet = (made / "voice" / "script.md").read_text("utf-8")
    lock = json.loads((made / "voice" / "voice.json").read_text("utf-8"))
    assert list(lock["lines"]) == [f"cold-open_{caption['key']}" for caption in captions]
    assert all(caption["text"] in sheet.replace("\\", "") for caption in captions)
    assert (made / "voice" / "script.pdf").read_bytes().startswith(b"%PDF")


def test_a_line_begins_with_its_caption_and_the_film_waits_for_its_end(made: Path) -> None:
    """Decoded sound is there from a caption's start for as long as the recording, and nowhere else."""
    folder = made / "spoken/small/en-cold-open"
    spoken, silent = cues(folder), cues(made / "silent/small/en-cold-open")
    sound = np.abs(heard(folder / "film.mp4"))
    loud = np.array([block.max() > 0.05 for block in np.array_split(sound, len(sound) // (RATE // 50))])
    expected = np.zeros(len(loud), bool)
    for key, seconds in (("c00-look", 6.0), ("c00-start", 7.3)):
        start, end = spoken[key]
        assert (end - start) / 5 >= seconds
        expected[start * 10 : start * 10 + round(seconds * 50)] = True
    assert np.count_nonzero(loud != expected) <= 8  # blocks of 1/50 s at the four edges
    others = [key for key in silent if key not in ("c00-look", "c00-start")]
    assert all(np.ptp(silent[key]) == np.ptp(spoken[key]) for key in others)  # a missing line: its reading time
    with av.open(str(folder / "film.mp4")) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert audio.codec_context.name == "aac"
        assert float(audio.duration * audio.time_base) == pytest.approx(
            float(video.duration * video.time_base), abs=0.05
        )
    assert facts(folder / "film.mp4").codecs.endswith(", mp4a.40.2")
    assert not facts(made / "silent/small/en-cold-open/film.mp4").codecs.endswith("mp4a.40.2")


def test_a_film_with_a_voice_is_proven(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Captions and times follow the recordings, so that everything still agrees."""
    monkeypatch.chdir(made)
    assert call("prove", "spoken/small/en-cold-open") == 0


def test_sound_is_carried_into_a_video_that_is_encoded_again(made: Path, tmp_path: Path) -> None:
    """The very same packets of sound; a preview, which is a part, stays silent."""
    film = made / "spoken/small/en-cold-open/film.mp4"

    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as source:
            return [bytes(packet) for packet in source.demux(audio=0) if packet.size]

    again, part = tmp_path / "again.mp4", tmp_path / "part.mp4"
    fitting(film, again, Recipe("libx264", (30,), H264, (192, 108)), 10**8, "the video")
    assert packets(again) == packets(film)
    assert np.allclose(heard(again), heard(film))
    fitting(film, part, Recipe("libx264", (30,), H264, (192, 108), start=0, end=9), 10**8, "the preview")
    with av.open(str(part)) as source:
        assert not source.streams.audio


def test_recordings_are_levelled(tmp_path: Path) -> None:
    """Two recordings 40 dB apart, and a short one, come out at -16 LUFS within 1 LU, as long as they were."""
    for number, (level, seconds) in enumerate(((0.9, 4.0), (0.009, 4.0), (0.3, 0.3))):
        found = read_recording(tone(tmp_path / f"{number}.wav", seconds, level)).samples
        assert len(found) == pytest.approx(seconds * RATE, abs=64)
        assert lufs(found.astype(np.float64)) == pytest.approx(-16, abs=1)


def test_what_the_limiter_takes_is_given_back() -> None:
    """Speech-like bursts, come out near -16 LUFS, and no peak above -1 dB."""
    rng = np.random.default_rng(0)
    swell = np.maximum(0.05, np.sin(np.linspace(0, 24 * np.pi, 4 * RATE)) ** 30)
    found = levelled((0.1 * swell * rng.normal(size=4 * RATE)).astype(np.float32)).astype(np.float64)
    assert lufs(found) == pytest.approx(-16, abs=1.1)  # one gain alone comes to -17.4
    assert np.abs(found).max() <= 10 ** (-1 / 20) + 0.01


@pytest.mark.parametrize("ending", ["flac", "mp3", "m4a"])
def test_other_formats_are_read(ending: str, tmp_path: Path) -> None:
    """The same length from a file in another format."""
    path = tmp_path / f"a.{ending}"
    with av.open(str(path), "w") as target:
        stream = target.add_stream(
            {"flac": "flac", "mp3": "libmp3lame", "m4a": "aac"}[ending], rate=RATE, layout="mono"
        )
        wave = (8000 * np.sin(np.arange(3 * RATE) / 17)).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    assert read_recording(path).seconds == pytest.approx(3, abs=0.1)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100_000])


BAD = {
    "empty": (lambda path, made: path.write_bytes(b""), "is empty"),
    "text": (lambda path, made: path.write_text("hello " * 500), "not a recording"),
    "play list": (lambda path, made: path.write_text("#EXTM3U\n#EXTINF:3,\n/etc/passwd\n"), "not a recording"),
    "truncated": (lambda path, made: _truncated(path), "cut short"),
    "video": (lambda path, made: shutil.copy(made / "spoken/small/en-cold-open/film.mp4", path), "is a video"),
    "long": (lambda path, made: tone(path, 130, rate=8000), "120 seconds"),
    "silent": (lambda path, made: tone(path, 2, 0.0), "is silent"),
    "link": (lambda path, made: (path.unlink(), path.symlink_to(made / "voice" / path.name)), "leads out"),
    "unknown": (lambda path, made: path.rename(path.with_name("cold-open_c00-lok.wav")), "did you mean c00-look"),
    "name": (lambda path, made: path.rename(path.with_name("take 1.wav")), "not named by a line"),
    "twice": (lambda path, made: shutil.copy(path, path.with_suffix(".mp3")), "the same line"),
    "no lock": (lambda path, made: (path.parent / "voice.json").unlink(), "leerdal script --out"),
    "spoilt lock": (lambda path, made: (path.parent / "voice.json").write_text("[1]"), "voice.json cannot be read"),
    "no folder": (lambda path, made: shutil.rmtree(path.parent), "leerdal script --out"),
}


@pytest.fixture(scope="module")
def said(made: Path) -> list[Line]:
    options = DrawOptions(chapter=("cold-open",), quality="draft", fps=5, jobs=1)
    return rehearse(made / "runs" / "small", choose(options, "en"))


@pytest.mark.parametrize("what", BAD)
def test_bad_recordings_are_refused(what: str, here: Path, made: Path, said: list[Line]) -> None:
    """One sentence that names the file and says what is wrong."""
    spoil, expected = BAD[what]
    spoil(here / "voice" / f"{LOOK}.wav", made)

    def take() -> Voice:
        check_voice("voice")
        return load_voice("voice", said, "en")

    with pytest.raises(UserError, match=expected) as refused:
        take()
    assert "\n" not in str(refused.value)
    assert "voice" in str(refused.value)


def test_nothing_is_drawn_for_a_bad_recording(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends with one line and exit code 2."""
    (here / "voice" / f"{LOOK}.wav").write_bytes(b"")
    capsys.readouterr()
    assert call("film", *FILM, "--voice", "voice") == 2
    told = capsys.readouterr().err
    assert "is empty" in told
    assert told.count("\n") == 1
    assert not (here / "media" / "cache" / "cold-open").exists()


def test_a_recording_of_a_changed_line_is_refused_until_it_is_made_again(
    here: Path, said: list[Line], capsys: pytest.CaptureFixture[str]
) -> None:
    """Also after the script was written anew; other lines stay good, and another recording is taken."""
    lock = here / "voice" / "voice.json"
    told = json.loads(lock.read_text("utf-8"))
    told["lines"][LOOK] = "0" * 64  # as if the text had been another when it was read
    lock.write_text(json.dumps(told), "utf-8")
    script = ["script", "--run", "small", "--lang", "en", "--chapter", "cold-open", "--out", "voice"]
    for _ in range(2):
        assert call("film", *FILM, "--voice", "voice") == 2
        error = capsys.readouterr().err
        assert f"{LOOK}.wav" in error
        assert START not in error
        assert call(*script) == 0
    tone(here / "voice" / f"{LOOK}.wav", 2.0)
    voice = load_voice("voice", said, "en")
    assert set(voice.sounds) == {LOOK, START}
    assert f"{len(said) - 2} have no recording" in voice.told
    with pytest.raises(UserError, match="'en'"):
        load_voice("voice", said, "nl")


def test_a_draft_voice_speaks_every_line(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the espeak-ng that is found, which gets text on its standard input; without one, a sentence says so."""
    folder = here / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    assert call("film", *FILM, "--voice", "draft") == 2
    assert "espeak-ng" in capsys.readouterr().err
    program, sound = folder / "espeak-ng", here / "voice" / f"{LOOK}.wav"
    program.write_text(f'#!/bin/sh\n/bin/cat > {here}/told\nfor path; do :; done\n/bin/cp {sound} "$path"\n')
    program.chmod(0o755)
    assert speak([Line("a_b", "A", "--help $(x)", 1.0)], "en")["a_b"].seconds == pytest.approx(6.0, abs=0.01)
    assert (here / "told").read_text() == "--help $(x)"
