## Chapter 2: from image to scores

c02-source = The network before its first step, with a training image
c02-source-own = The network before its first step, with handwriting of the author
c02-source-favourite = The network before its first step, all training images
c02-numbers = The network sees no picture, only how bright each dot is: from 0 to 1.
c02-strip = { $rows } rows of { $columns } dots: { $pixels } numbers, one below the other.
c02-network = From there, lines run from layer to layer, to { $classes } outputs on the right.
c02-count = { $weights } weights, one for each line. And { $biases } biases, one for each neuron.
c02-open = One neuron up close: brightness times weight, dot by dot.
c02-rest = These are { $shown } dots. The other { $rest } count just as much.
c02-total = Add it all up, and the bias too. That is this neuron’s sum.
c02-squash = An S-shaped curve squeezes any sum into a number between 0 and 1.
c02-wave = All neurons do this, layer after layer. A dot whose value is 0 sends nothing on.
c02-scores = And so every possible answer gets a score between 0 and 1.
c02-swap = Now swap the { $digit } for this { $other }. Keep an eye on the bars.
c02-same = Almost the same bars. The largest shift is a mere { $gap }.
c02-shift = The bars do move somewhat. The largest shift is { $gap }.
c02-verdict-all = It does not even guess. It says the same to everything.
c02-verdict-most = It hardly looks. It says the same to nearly everything.
c02-verdict-some = It knows nothing yet. What it says is down to chance.
c02-sum = { $classes } separate scores. They need not add up to 1.

c02-legend-plus = positive weight
c02-legend-minus = negative weight
c02-legend-strong = The thicker and brighter, the stronger within its layer
c02-legend-weights = weights
c02-legend-biases = biases
c02-product = brightness × weight
c02-label-shown = these { $count }
c02-label-rest = { $count } more
c02-label-bias = bias
c02-label-total = sum
c02-label-out = output
c02-favourite = Highest score for { $answer }: on { $count } of { $all } training images
c02-then = tick: the { $digit } from before
c02-together = together

# What slides ask before they show it
c02-asks-swap = Now another digit. What will the bars do?
