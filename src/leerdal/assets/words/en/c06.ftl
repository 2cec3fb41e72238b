# Chapter 6: every weight its own step
c06-source = The step after { $step } steps: minus { $rate } (step size) × the gradient of a batch of { $size }
c06-source-batch = Cost of that one batch of { $size }, before and after the step (after { $step } steps)
c06-source-full = Cost over all { $count } training digits, from { $step } steps on
c06-source-weights = Weights of all layers, after { $step } steps

c06-list = { $count } directions. Every weight and every bias gets its own step.
c06-maps = Lay the list out as pictures, neuron by neuron. Orange: up. Blue: down.
c06-never = Weight { $one } and weight { $other } never move. Not in any step.
c06-never-one = Weight { $number } never moves. Not in any step.
c06-no-ink = For on their pixel, not one of the { $count } practice digits has ink.
c06-first = Take weight { $number }. It gets a step of its own, this time.
c06-absent = Weight { $number } does, but not now: its pixel is blank in all { $size } of this batch.
c06-zeros = So { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of all steps are zero now. That does not mean those weights are right.
c06-hardly = Weight { $number } does move, but you can hardly tell.
c06-up-down = This one clearly goes up. And this one clearly goes down.
c06-clearly = And this one clearly moves.
c06-bias-too = And every bias joins in, too.
c06-histogram = All sorted by size: a great many zeros, a great many small, a few large.
c06-at-once = And now all { $count } together, in one go: that is one step.
c06-cost-falls = Does it help? The cost of this batch goes down.
c06-cost-rises = Does it help? Not for this batch: its cost goes up.
c06-all-examples = And over all the practice digits together? That is what counts.
c06-again = Another batch, another step: each time a different push.
c06-end = That is how { $steps } small steps become a network that reads.
c06-end-poor = { $steps ->
    [one] That was one step. It does not make a network that reads.
   *[other] That was { $steps } steps. This network does not read well yet.
}

c06-rule-new = new value = value + its step
c06-rule-step = its step = − step size × its gradient
c06-head-number = number
c06-head-value = value
c06-head-step = its step
c06-layer = weights, bias
c06-biases = biases
c06-more = the first of { $count } neurons; the list has them all
c06-legend-down = − down
c06-legend-up = + up
c06-legend-most = strongest: { $top }
c06-weight = weight { $number }
c06-bias = bias ({ $number })
c06-is-never = never
c06-is-own = this time
c06-is-absent = not now
c06-is-hardly = hardly
c06-is-up = up
c06-is-down = down
c06-is-still = not now
c06-label-ever = grey: here some practice digit has ink
c06-label-batch = grey: ink in this batch
c06-sizes = how many weights and biases
c06-sizes-scale = size of the gradient (×100 from mark to mark)
c06-lines-up = solid: up
c06-lines-down = dashed: down
c06-batch-cost = cost of this batch
c06-full-cost = cost over all digits
c06-before = before the step
c06-after = after the step
c06-steps = { $steps ->
    [one] one step on
   *[other] { $steps } steps on
}

# What slides ask before they show it
c06-asks-ever = Does every weight move at some point?
