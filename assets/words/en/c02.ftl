## Chapter 2: from image to scores

c02-source = The network before its first step, with a training image
c02-source-own = The network before its first step, with handwriting of the author
c02-source-favourite = The network before its first step, all training images
c02-numbers = All the network sees is ink, dot by dot.
c02-strip = One below the other: { $pixels } numbers.
c02-network = Lines run from layer to layer, to { $classes } outputs.
c02-count = A weight for every line, a bias for every neuron.
c02-open = One neuron: ink times weight, for every dot.
c02-rest = The other { $rest } dots count as well.
c02-total = Add the bias: that is this neuron’s sum.
c02-squash = An S-curve squeezes that sum between 0 and 1.
c02-wave = All neurons do the same. A 0 sends nothing on.
c02-scores = So every answer gets a score of its own.
c02-swap = Swap the { $digit } for this { $other }. Watch the bars.
c02-same = Almost the same bars: { $gap } apart at most.
c02-shift = The bars move a little: { $gap } at most.
c02-verdict-all = It does not even guess. It says the same to everything.
c02-verdict-most = It hardly looks. It says the same to nearly everything.
c02-verdict-some = It knows nothing yet. What it says is down to chance.
c02-sum = Scores, not chances: they need not add up to 1.

c02-legend-plus = positive weight
c02-legend-minus = negative weight
c02-legend-strong = The thicker and more vivid, the stronger within its layer
c02-legend-weights = weights
c02-legend-biases = biases
c02-product = ink × weight
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
