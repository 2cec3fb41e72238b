# Chapter 5: the valley.
c05-source-slope = Cost over all training examples, along its own slope after step { $step }
c05-source-batch = One real step, number { $step }: the batch beside all training examples
c05-source-walk = Cost over all training examples, after every step
c05-source-valley = Cost over all training examples, from step { $first } to step { $last }

c05-night = Night, in a valley. All we feel is the slope.
c05-height = How high we stand: the average cost.
c05-uphill = That slope, the gradient, points steepest uphill.
c05-against = So we walk exactly the other way.
c05-promise = The slope promises: walk this far, drop this much.
c05-large = Now the step size that our network trains with.
c05-large-kept = Our network’s own step size: the promise holds.
c05-below-zero-exception = At the very first step: below zero? A cost cannot be.
c05-below-zero-sometimes = Below zero, as in { $share } steps nearby? A cost cannot be.
c05-below-zero-rule = Below zero? A cost cannot be.
c05-near = A slope is a promise about what is near.
c05-near-kept = A promise about what is near. Here it reaches far enough.
c05-steep = The steeper the slope, the bigger the step.
c05-batch = A step looks at a batch of { $size }, no more.
c05-all = All digits together point { $angle } degrees away.
c05-step-fell-rose = The batch’s cost falls. Over all digits it rises.
c05-step-fell-fell = The batch’s cost falls, and so it does over all digits.
c05-step-rose-rose = The step is too big: even the batch’s own cost rises.
c05-step-rose-fell = The batch’s cost rises. Over all digits it falls.
c05-stagger = A staggering walk, downhill on average.
c05-stagger-only = A staggering walk.
c05-light = Lights on: a real slice of the valley.
c05-walk = Feel the slope, take a step, and again: gradient descent.
c05-two = We see only two of the { $count } directions.
c05-enough = Deeper elsewhere? Who knows. But { $cost } is low enough.
c05-here = Deeper elsewhere? Who knows. Here the walk ends: { $cost }.

c05-axis-full = cost over all examples
c05-axis-step = step size, against the slope
c05-axis-steps = steps
c05-label-up = gradient: uphill
c05-label-height = average cost
c05-label-many = { $count } numbers: one for every weight and every bias
c05-label-down = us: downhill
c05-head-size = step
c05-head-promised = promised
c05-head-got = got
c05-angle = { $angle }°
c05-label-all = downhill for all { $count }
c05-label-batch = downhill for the batch of { $many }
c05-row-batch = cost of this batch
c05-row-full = cost over all examples
c05-share = up: { NUMBER($share, style: "percent", minimumFractionDigits: 0, maximumFractionDigits: 0) } of all steps
c05-card-title = What you are looking at
c05-card-true = Where it is drawn, the cost was really computed.
c05-card-stems = A thin stem: there the path leaves this slice, by { $far } in cost at most.

# What slides ask before they show it
c05-asks-twice = Walk twice as far: do you go down twice as much?
c05-asks-batch = We follow the batch. Will the cost over all digits fall too?
