// The slides: each part of the film plays once when it is stepped to, and waits on its last picture.
"use strict";

const room = document.querySelector(".reveal");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const deck = new Reveal(room, {
  width: Number(room.dataset.width),
  height: Number(room.dataset.height),
  margin: 0,
  maxScale: 8,
  center: false,
  hash: true,
  transition: "none",
  backgroundTransition: "none",
  navigationMode: "linear",
  autoPlayMedia: false, // it is played below, and only when one steps on
  help: false,
});
let place = -1;

const current = () => deck.getCurrentSlide();
const video = () => current().querySelector("video");

// Show the last picture instead of the film of it, or the film again.
function rest(slide, rests = true) {
  slide.classList.toggle("done", rests);
  slide.querySelector("video").setAttribute("aria-hidden", rests);
}

function play() {
  const film = video();
  if (!film) return;
  rest(current(), false);
  film.currentTime = 0;
  film.play().catch((error) => {
    if (error.name !== "AbortError") rest(film.closest("section")); // stepped on before it began: nothing is wrong
  });
}

function arrive() {
  const next = deck.getSlides().indexOf(current());
  if (next > place && place >= 0 && !calm.matches && !deck.isOverview()) play();
  else if (video()) rest(current());
  place = next;
}

function pause() {
  const film = video();
  if (!film) return;
  if (current().classList.contains("done") || film.ended) play();
  else if (film.paused) film.play();
  else film.pause();
}

deck.on("slidechanged", arrive);
deck.addKeyBinding({ keyCode: 13, key: "Enter" }, pause);
deck.addKeyBinding({ keyCode: 82, key: "R" }, play);
deck.addKeyBinding({ keyCode: 83, key: "S" }, () => {
  deck.configure({ showNotes: !deck.getConfig().showNotes });
  deck.layout(); // beside the notes there is less room
});
deck.initialize().then(() => {
  for (const way of ["left", "up"]) room.querySelector(`.navigate-${way}`).setAttribute("aria-label", room.dataset.back);
  for (const way of ["right", "down"]) room.querySelector(`.navigate-${way}`).setAttribute("aria-label", room.dataset.next);
  for (const film of room.querySelectorAll("video")) film.addEventListener("click", pause);
  arrive();
});
