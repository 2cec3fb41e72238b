# Chapter 6: every weight its own step
c06-source = The step after { $step } steps: minus { $rate } (step size) × the gradient of a batch of { $size }
c06-source-batch = Cost of that one batch of { $size }, before and after the step (after { $step } steps)
c06-source-full = Cost over all { $count } training digits, from { $step } steps on
c06-source-weights = Weights of all layers, after { $step } steps

c06-list = { $count } weights and biases. Each gets a step of its own.
c06-maps = The same steps as pictures, one for each neuron.
c06-never = Weight { $one } and weight { $other } never move.
c06-never-one = Weight { $number } never moves.
c06-no-ink = No practice digit has ink there: turning does nothing.
c06-first = Weight { $number } gets a step of its own, this time.
c06-absent = Weight { $number } rests now: no ink there in this batch.
c06-zeros = Now { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of all steps are zero. Zero does not mean right.
c06-hardly = Weight { $number } moves, but hardly.
c06-up-down-exception = In this step, this one clearly goes up, and this one down.
c06-up-down-sometimes = { c06-up-down-exception }
c06-up-down-rule = Step after step this one goes up. This one goes down.
c06-clearly-exception = And in this step, this one clearly moves.
c06-clearly-sometimes = { c06-clearly-exception }
c06-clearly-rule = And this one clearly moves.
c06-bias-too = And every bias joins in.
c06-histogram = Sorted by size: many zeros, many small, a few large.
c06-histogram-few-zeros = Sorted by size: hardly a zero, many small, a few large.
c06-at-once = All { $count } at once: that is one step.
c06-cost-falls-exception = Does it help? In this step, yes: the cost of this batch goes down.
c06-cost-falls-sometimes = { c06-cost-falls-exception }
c06-cost-falls-rule = Does it help? The cost of this batch goes down.
c06-cost-rises = Does it help? Not for this batch: its cost goes up.
c06-all-examples = And over all the practice digits together?
c06-again = A new batch, a new step: each time another push.
c06-falls-later = Lower after one step: { NUMBER($one, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of the time. After ten: { NUMBER($ten, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }. After a hundred: { NUMBER($hundred, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) }.
c06-end = And so { $steps } small steps make a network that reads.
c06-end-poor = { $steps ->
    [one] One step. It does not make a network that reads.
   *[other] { $steps } steps. This network does not read well yet.
}

c06-rule-new = new value = value + step
c06-rule-step = step = − step size × gradient
c06-head-number = number
c06-head-value = value
c06-head-step = step
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
